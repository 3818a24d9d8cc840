//! Room on the stack for what is nested deeply.

use std::panic::resume_unwind;
use std::thread::{Builder, scope};

/// Enough for reading 128 levels of schemas into `openapiv3` with nothing optimized, which takes some 3 MiB, many times over.
const STACK: usize = 64 << 20;

/// Runs something on a thread with a large stack, if there can be one; else here.
pub(super) fn with_room<R: Send>(mut run: impl FnMut() -> R + Send) -> R {
    let result = scope(|scope| match Builder::new().stack_size(STACK).spawn_scoped(scope, &mut run) {
        Ok(thread) => Some(thread.join().unwrap_or_else(|panic| resume_unwind(panic))),
        Err(_) => None,
    });
    result.unwrap_or_else(run)
}
