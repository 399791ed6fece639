//! A progress bar for a copy.

use aws_operation::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A new progress bar. It is drawn only if standard error is a terminal.
pub fn new_bar() -> ProgressBar {
    let style = ProgressStyle::with_template(
        "{wide_bar} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta}",
    );
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A function that shows the progress of a transfer on the bar.
pub fn show_on(bar: &ProgressBar) -> impl Fn(Progress) + Send + Sync + 'static {
    let bar = bar.clone();
    move |progress| {
        if let Some(total) = progress.total {
            bar.set_length(total);
        }
        bar.set_position(progress.bytes);
    }
}
