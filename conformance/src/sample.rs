//! Samples that spread over providers and do not move.

use std::collections::{BTreeMap, HashSet};

use crate::document::Document;

/// The order in which documents are drawn: one of each provider, then the next of each. A seed gives the order of the
/// providers and of the documents of each, whatever other documents there are.
pub(crate) fn order(documents: &[Document], seed: u64) -> Vec<usize> {
    let mut providers = BTreeMap::<&str, Vec<usize>>::new();
    for (index, document) in documents.iter().enumerate() {
        providers.entry(&document.provider).or_default().push(index);
    }
    let mut drawn = Vec::with_capacity(documents.len());
    for (provider, mut own) in providers {
        own.sort_by_key(|index| hash(seed, &documents[*index].name));
        let place = hash(seed, provider);
        drawn.extend(own.into_iter().enumerate().map(|(round, index)| (round, place, index)));
    }
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, _, index)| index).collect()
}

/// The first documents that are drawn, by name.
pub(crate) fn draw(documents: Vec<Document>, seed: u64, count: usize) -> Vec<Document> {
    let drawn: HashSet<usize> = order(&documents, seed).into_iter().take(count).collect();
    documents.into_iter().enumerate().filter(|(index, _)| drawn.contains(index)).map(|(_, document)| document).collect()
}

/// FNV-1a with the last step of SplitMix64: stable, which the standard library's hash is not.
pub(crate) fn hash(seed: u64, text: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(text.bytes());
    let mut hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::*;

    fn document(provider: usize, number: usize) -> Document {
        let provider = format!("c/p{provider}");
        let name = format!("{provider}/d{number}.json");
        Document { name, path: PathBuf::new(), provider, version: String::new(), size: 0 }
    }

    /// Provider 0 has 1,000 documents, 1 to 49 have four.
    fn documents() -> Vec<Document> {
        let large = (0..1_000).map(|number| document(0, number));
        let small = (1..50).flat_map(|provider| (0..4).map(move |number| document(provider, number)));
        large.chain(small).collect()
    }

    fn names(documents: &[Document], seed: u64, count: usize) -> Vec<String> {
        order(documents, seed).into_iter().take(count).map(|index| documents[index].name.clone()).collect()
    }

    #[test]
    fn a_sample_takes_of_each_provider_in_turn() {
        let documents = documents();
        let order = order(&documents, 1);
        assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), documents.len());
        for round in 0..4 {
            let drawn: BTreeSet<_> =
                order[round * 50..(round + 1) * 50].iter().map(|index| &documents[*index].provider).collect();
            assert_eq!(drawn.len(), 50);
        }
    }

    #[test]
    fn seeds_draw_differently_and_always_the_same() {
        let documents = documents();
        assert_eq!(names(&documents, 1, 100), names(&documents, 1, 100));
        let (one, other) = (names(&documents, 1, 50), names(&documents, 2, 50));
        let same = one.iter().filter(|name| other.contains(name)).count();
        assert!(same < 30, "{same}");
        // A change of the hash draws other documents: earlier figures no longer compare.
        assert_eq!(names(&documents, 1, 2), ["c/p41/d3.json", "c/p32/d3.json"]);
    }

    #[test]
    fn the_order_of_the_rest_does_not_depend_on_a_document_that_comes() {
        let mut documents = documents();
        let before = names(&documents, 1, 60);
        documents.insert(700, document(0, 5_000));
        let after = names(&documents, 1, 60);
        assert!(before.iter().filter(|name| !after.contains(name)).count() <= 1);
    }
}
