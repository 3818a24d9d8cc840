//! What is told of regenerations.

use super::subject::About;

/// A version of a document and the next one.
pub(super) struct Pair {
    pub(super) name: String,
    /// What the new version is called.
    pub(super) new: String,
    /// How many lines change in the document, and in the lock file.
    pub(super) document: usize,
    pub(super) lock: usize,
    /// The generated files that change, how many lines of each, and what it is about.
    pub(super) changed: Vec<(String, usize, About)>,
    pub(super) renamed: Vec<Renamed>,
}

/// What both have by different names.
pub(super) struct Renamed {
    pub(super) place: String,
    pub(super) old: String,
    pub(super) new: String,
}

impl Pair {
    pub(super) fn files(&self, about: About) -> impl Iterator<Item = &(String, usize, About)> {
        self.changed.iter().filter(move |(_, _, of)| *of == about)
    }

    fn lines(&self) -> usize {
        self.changed.iter().map(|(_, lines, _)| lines).sum()
    }
}

/// Prints a line for each pair.
pub(super) fn print(pairs: &[Pair], list: bool) {
    println!("changed lines of document, client and lock; changed files by what they are about; names that changed");
    println!(
        "{:<44} {:>8} {:>8} {:>6} {:>6}  {:>5} {:>6} {:>5} {:>5} {:>7}  {:>5}",
        "", "document", "client", "ratio", "lock", "part", "others", "null", "index", "nothing", "names"
    );
    for pair in pairs {
        let count = |about| pair.files(about).count();
        let name = format!("{} {}", pair.name.chars().take(20).collect::<String>(), pair.new);
        println!(
            "{name:<44} {:>8} {:>8} {:>6.2} {:>6}  {:>5} {:>6} {:>5} {:>5} {:>7}  {:>5}",
            pair.document,
            pair.lines(),
            ratio(pair.lines(), pair.document),
            pair.lock,
            count(About::Itself),
            count(About::Others),
            count(About::Null),
            count(About::Index),
            count(About::Nothing),
            pair.renamed.len(),
        );
        if list {
            for (path, lines, _) in pair.files(About::Null) {
                println!("    {path}: {lines}, for what it refers to may be null, or no longer");
            }
            for (path, lines, _) in pair.files(About::Nothing) {
                println!("    {path}: {lines}");
            }
            for Renamed { place, old, new } in &pair.renamed {
                println!("    {place}: {old} -> {new}");
            }
        }
    }
    let (lines, documents) = (pairs.iter().map(Pair::lines).sum(), pairs.iter().map(|pair| pair.document).sum());
    let files: usize = pairs.iter().map(|pair| pair.changed.len()).sum();
    let nothing: usize = pairs.iter().map(|pair| pair.files(About::Nothing).count()).sum();
    let names: usize = pairs.iter().map(|pair| pair.renamed.len()).sum();
    println!(
        "\n{} pairs: {lines} lines of clients for {documents} of documents ({:.2}); of {files} changed files {nothing} are \
         not about a changed part; {names} names changed",
        pairs.len(),
        ratio(lines, documents),
    );
}

fn ratio(lines: usize, of: usize) -> f64 {
    lines as f64 / of.max(1) as f64
}
