//! The way from the crate's folder to a file of it, and what is in the way.

use std::io;
use std::path::Path;

/// Holds the way to a file that is to be written or deleted: folders lead to it, and no links, which may lead out of the crate.
/// The crate's folder itself may be one.
pub(super) fn is_free(folder: &Path, path: &Path) -> io::Result<()> {
    let is_within = |part: &&Path| part.starts_with(folder) && *part != folder;
    let mut parts: Vec<&Path> = path.ancestors().take_while(is_within).collect();
    parts.reverse();
    for part in parts {
        let Ok(metadata) = part.symlink_metadata() else { return Ok(()) };
        if metadata.is_symlink() {
            let leads = part.read_link().map(|to| format!(" to `{}`", to.display())).unwrap_or_default();
            return Err(io::Error::other(format!(
                "`{}` is a link{leads}, and no link within the crate's folder is followed: remove it, and generate again",
                part.display()
            )));
        }
    }
    Ok(())
}

/// An error about a file as it is shown: a temporary one stands for that whose place it is to take.
pub(super) fn told(path: &Path, error: &io::Error) -> io::Error {
    let cause = error.raw_os_error().map_or_else(|| error.kind().to_string(), |_| error.to_string());
    let reason = match error.kind() {
        io::ErrorKind::NotADirectory => "what is to be a folder on the way to it is a file: move that away",
        io::ErrorKind::IsADirectory => "a folder is where this file is to be: move that away",
        io::ErrorKind::PermissionDenied => "its permissions, or those of its folder, are in the way: change them",
        _ => return io::Error::new(error.kind(), format!("{}: {cause}", path.display())),
    };
    io::Error::new(error.kind(), format!("{}: {reason} ({cause})", path.display()))
}
