//! What the tests of faults share: a client that waits little, and operations.
