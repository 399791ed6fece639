//! The same program on an allocator that counts.

#[global_allocator]
static ALLOCATOR: &calls_load::Counting = &calls_load::COUNTING;

#[path = "main.rs"]
mod program;

fn main() -> std::process::ExitCode {
    program::main()
}
