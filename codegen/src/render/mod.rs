//! Writes the plan as Rust text, formatted as by rustfmt.

mod attribute;
mod context_params;
mod docs;
mod events;
mod imports;
mod items;
mod operation;
mod service;
mod structure;
mod types;
mod waiters;

use crate::endpoint_rules::CompiledRules;
use crate::plan::Plan;
use crate::{Docs, header};

/// Writes the plan as Rust text. It is formatted as by `rustfmt` with editions 2021 and 2024. Where
/// these differ, it follows edition 2024.
///
/// `command` is the command in the header.
pub fn render(plan: &Plan, docs: Docs, command: Option<&str>) -> String {
    let mut text = Text { out: String::new(), docs };
    text.blank();
    imports::write(&mut text, plan);
    service::write(&mut text, &plan.service);
    for operation in &plan.operations {
        operation::write(&mut text, operation, plan.service.protocol);
    }
    let structures = plan.structures.iter().map(|item| (&item.name, items::Item::Structure(item)));
    let unions = plan.unions.iter().map(|item| (&item.name, items::Item::Union(item)));
    let enums = plan.enums.iter().map(|item| (&item.name, items::Item::Enum(item)));
    let events = plan.events.iter().map(|item| (&item.name, items::Item::Events(item)));
    let mut shapes: Vec<_> = structures.chain(unions).chain(enums).chain(events).collect();
    shapes.sort_by_key(|(name, _)| *name);
    for (_, item) in shapes {
        items::write(&mut text, &item);
    }
    waiters::write(&mut text, plan);
    header::write(&plan.service, command, &text.out) + &text.out
}

/// Writes compiled endpoint rules as a Rust constant. `head` is its beginning: `const NAME`.
pub fn render_endpoint_rules(head: &str, rules: &CompiledRules) -> String {
    let mut text = Text { out: String::new(), docs: Docs::default() };
    service::write_rules(&mut text, head, rules);
    text.out
}

/// The text so far, and how much documentation is written.
struct Text {
    out: String,
    docs: Docs,
}

impl Text {
    /// An empty text with the same amount of documentation.
    fn part(&self) -> Self {
        Self { out: String::new(), docs: self.docs }
    }

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
