//! A tree of lines, and how it is displayed.

use std::fmt;

/// A line, and the nodes below it.
#[derive(Debug, Default)]
pub struct Node {
    label: String,
    children: Vec<Node>,
}

impl Node {
    /// A node without children.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), children: Vec::new() }
    }

    /// Adds a node after the other children.
    pub fn push(&mut self, child: Self) {
        self.children.push(child);
    }

    fn draw(&self, f: &mut fmt::Formatter<'_>, indent: &str) -> fmt::Result {
        writeln!(f, "{}", one_line(&self.label))?;
        for (i, child) in self.children.iter().enumerate() {
            let last = i + 1 == self.children.len();
            let (branch, below) =
                if last { ("└── ", "    ") } else { ("├── ", "│   ") };
            write!(f, "{indent}{branch}")?;
            child.draw(f, &format!("{indent}{below}"))?;
        }
        Ok(())
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draw(f, "")
    }
}

/// The text with control characters escaped. Names come from other users: they must not break a line or
/// change the terminal's state.
pub fn one_line(text: &str) -> String {
    text.chars().fold(String::new(), |mut line, c| {
        if c.is_control() {
            line.extend(c.escape_default())
        } else {
            line.push(c)
        }
        line
    })
}
