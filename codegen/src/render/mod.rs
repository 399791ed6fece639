//! From the plan to Rust, written as rustfmt leaves it.

mod attribute;
mod docs;
mod imports;
mod items;
mod operation;
mod service;
mod structure;
mod types;

use std::fmt::Write;

use crate::Docs;
use crate::plan::Plan;

/// The plan as Rust, as `rustfmt --edition 2024` leaves it.
///
/// `command` is what the header says made it.
pub fn render(plan: &Plan, docs: Docs, command: Option<&str>) -> String {
    let mut text = Text { out: String::new(), docs };
    header(&mut text, plan, command);
    imports::write(&mut text, plan);
    service::write(&mut text, &plan.service);
    for operation in &plan.operations {
        operation::write(&mut text, operation);
    }
    let structures = plan.structures.iter().map(|item| (&item.name, items::Item::Structure(item)));
    let unions = plan.unions.iter().map(|item| (&item.name, items::Item::Union(item)));
    let enums = plan.enums.iter().map(|item| (&item.name, items::Item::Enum(item)));
    let mut shapes: Vec<_> = structures.chain(unions).chain(enums).collect();
    shapes.sort_by_key(|(name, _)| *name);
    for (_, item) in shapes {
        items::write(&mut text, &item);
    }
    text.out
}

/// The text so far, and how much documentation it takes.
struct Text {
    out: String,
    docs: Docs,
}

impl Text {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// `pub struct Name {`
    fn open(&mut self, head: &str) {
        let space = if head.len() + 2 <= attribute::WIDTH { " " } else { "\n" };
        self.line(&format!("{head}{space}{{"));
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }
}

fn header(text: &mut Text, plan: &Plan, command: Option<&str>) {
    let mut line = format!(
        "// Made by aws-operation {} from {}",
        env!("CARGO_PKG_VERSION"),
        plan.service.shape
    );
    if let Some(version) = &plan.service.version {
        // Writing to a String cannot fail.
        let _ = write!(line, " ({version})");
    }
    match command {
        Some(command) => {
            text.line(&format!("{line}:"));
            text.line("//");
            text.line(&format!("//     {command}"));
            text.line("//");
            text.line("// Run it again rather than editing this file.");
        }
        None => text.line(&format!("{line}.")),
    }
    text.blank();
}
