//! JSON over tables.
