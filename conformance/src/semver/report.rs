//! What is told of the pairs.

use super::judgement::{Judgement, Outcome};

/// Prints a line for each pair.
pub(super) fn print(judgements: &[Judgement], version: &str, list: bool) {
    println!("what changes in Rust: for `oasmith diff`, and for {version}");
    println!("{:<52} {:<9} {:<9} {:<12} rules", "", "ours", "theirs", "");
    for judgement in judgements {
        let Judgement { name, ours, theirs, rules, outcome } = judgement;
        let rules: Vec<&str> = rules.iter().copied().collect();
        let (word, notes) = words(outcome);
        println!("{name:<52} {:<9} {:<9} {word:<12} {}", ours.as_str(), theirs.level.as_str(), rules.join(" "));
        for note in notes {
            println!("    {note}");
        }
        if list || !outcome.is_fine() {
            println!("    found: {}", theirs.lints.join(" "));
        }
    }
    let count = |word| judgements.iter().filter(|judgement| words(&judgement.outcome).0 == word).count();
    println!(
        "{} pairs: {} equal, {} stricter, {} stricter for no reason that a rule says, {} laxer",
        judgements.len(),
        count("equal"),
        count("stricter"),
        count("UNEXPLAINED"),
        count("LAXER"),
    );
}

fn words(outcome: &Outcome) -> (&'static str, Vec<String>) {
    match outcome {
        Outcome::Equal => ("equal", Vec::new()),
        Outcome::Stricter(reasons) => ("stricter", reasons.iter().map(|reason| (*reason).to_owned()).collect()),
        Outcome::Unexplained(rules) => ("UNEXPLAINED", rules.iter().map(|rule| format!("no reason: {rule}")).collect()),
        Outcome::Laxer => ("LAXER", Vec::new()),
    }
}
