//! Comparisons and whole trials on small documents.

mod comparisons;
mod trials;
