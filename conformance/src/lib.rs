//! Holds generated clients against real documents, real servers and peers.
