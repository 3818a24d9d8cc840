//! Work on many items at once, with a bar that shows how far it is.

use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::document::Document;

/// How many things are done at a time: as many as were asked for, else as there are cores.
pub(crate) fn jobs(asked: Option<usize>) -> Result<usize, Box<dyn Error>> {
    match asked {
        Some(jobs) => Ok(jobs),
        None => Ok(std::thread::available_parallelism()?.get()),
    }
}

/// Draws documents until enough of them are of use; what one is prepared to is none where it is of no use.
pub(crate) fn draw<S: Send>(
    documents: &[Document],
    order: &[usize],
    count: usize,
    jobs: usize,
    prepare: impl Fn(&Document) -> Result<Option<S>, Box<dyn Error>> + Sync,
) -> Result<Vec<S>, Box<dyn Error>> {
    let mut rest = order;
    let mut subjects: Vec<S> = Vec::new();
    while subjects.len() < count && !rest.is_empty() {
        let (drawn, after) = rest.split_at((count - subjects.len()).min(rest.len()));
        rest = after;
        let bar = bar(drawn.len() as u64, "generate", "{pos}/{len}");
        let prepared = parallel(drawn, jobs, &bar, |index| {
            let document = &documents[*index];
            prepare(document).map_err(|error| format!("{}: {error}", document.name))
        })?;
        subjects.extend(prepared.into_iter().flatten());
    }
    Ok(subjects)
}

/// Does something with each item, on threads with much stack: schemas and values nest.
pub(crate) fn parallel<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    bar: &ProgressBar,
    work: impl Fn(&T) -> Result<R, String> + Sync,
) -> Result<Vec<R>, Box<dyn Error>> {
    let next = AtomicUsize::new(0);
    let each = || {
        let mut results = Vec::new();
        while let index = next.fetch_add(1, Ordering::Relaxed)
            && let Some(item) = items.get(index)
        {
            results.push((index, work(item)));
            bar.inc(1);
        }
        results
    };
    let parts: Vec<_> = std::thread::scope(|scope| {
        let start = |_| std::thread::Builder::new().stack_size(256 << 20).spawn_scoped(scope, each);
        let threads: Vec<_> = (0..jobs.clamp(1, items.len().max(1))).map(start).collect();
        threads.into_iter().map(|thread| thread.map(std::thread::ScopedJoinHandle::join)).collect()
    });
    let mut results = Vec::new();
    for part in parts {
        results.extend(part?.map_err(|_| "a thread failed")?);
    }
    results.sort_by_key(|(index, _)| *index);
    bar.finish_and_clear();
    results.into_iter().map(|(_, result)| result.map_err(Into::into)).collect()
}

/// A progress bar, which shows on a terminal only.
pub(crate) fn bar(length: u64, what: &'static str, counts: &str) -> ProgressBar {
    let bar = ProgressBar::new(length).with_message(what);
    let template = format!("{{msg:9}} {{wide_bar}} {counts} {{elapsed}} (left {{eta}})");
    match ProgressStyle::with_template(&template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
