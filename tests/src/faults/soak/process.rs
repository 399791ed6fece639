//! The resources that this process uses. Memory pages and sockets come from `/proc` on Linux;
//! elsewhere they are unknown.

use std::fs;

use stats_alloc::INSTRUMENTED_SYSTEM;

/// Allocated bytes that are not freed. Zero if the program does not use the allocator of
/// stats_alloc.
pub fn heap() -> usize {
    let stats = INSTRUMENTED_SYSTEM.stats();
    stats.bytes_allocated.saturating_sub(stats.bytes_deallocated)
}

/// Resident memory, in pages. It includes memory that the allocator keeps for later.
pub fn pages() -> Option<u64> {
    let statm = fs::read_to_string("/proc/self/statm").ok()?;
    statm.split(' ').nth(1)?.parse().ok()
}

/// How many sockets are open.
pub fn sockets() -> Option<usize> {
    let open = fs::read_dir("/proc/self/fd").ok()?.flatten();
    let targets = open.filter_map(|entry| fs::read_link(entry.path()).ok());
    Some(targets.filter(|target| target.to_string_lossy().starts_with("socket:")).count())
}
