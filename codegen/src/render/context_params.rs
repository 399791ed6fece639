//! The functions of an operation that compute endpoint parameters.

use super::Text;
use super::docs::code;
use crate::plan::{Access, Operation, OperationContextParam};

/// The list that a function returns.
const VALUES: &str = "values";

/// Writes an `impl` block with a function for each parameter of Smithy's `operationContextParams`.
pub fn write(text: &mut Text, operation: &Operation) {
    if operation.operation_context_params.is_empty() {
        return;
    }
    text.blank();
    text.open(&format!("impl {}", operation.name));
    for (index, param) in operation.operation_context_params.iter().enumerate() {
        if index > 0 {
            text.blank();
        }
        write_function(text, param);
    }
    text.line("}");
}

fn write_function(text: &mut Text, param: &OperationContextParam) {
    let mut body = Body { lines: Vec::new(), indent: 8 };
    let mut subject = Subject { expression: "self".to_owned(), is_reference: true };
    let mut access = &param.access;
    let mut optional = false;
    // Without one of the first members there is no value.
    while let Access::Member { field, optional: may_lack, then } = access {
        subject = subject.field(field);
        if *may_lack {
            optional = true;
            let name = variable(field);
            body.line(&format!("let {name} = {}.as_ref()?;", subject.expression));
            subject = Subject::variable(name);
        }
        access = then;
    }
    let (ty, result) = match (param.is_list, access) {
        (true, _) => ("Vec<&str>", body.list(access, &subject)),
        (false, Access::Bool) => ("bool", subject.value()),
        (false, _) => ("&str", format!("{}.as_str()", subject.expression)),
    };
    let (ty, result) = match optional {
        true => (format!("Option<{ty}>"), format!("Some({result})")),
        false => (ty.to_owned(), result),
    };
    body.line(&result);
    text.docs(4, &format!("The endpoint parameter {}.", code(&param.name)));
    text.line(&format!("    fn {}(&self) -> {ty} {{", param.function));
    body.lines.iter().for_each(|line| text.line(line));
    text.line("    }");
}

/// An expression for a value.
struct Subject {
    expression: String,
    is_reference: bool,
}

impl Subject {
    fn variable(name: &str) -> Self {
        Self { expression: name.to_owned(), is_reference: true }
    }

    fn field(&self, field: &str) -> Self {
        Self { expression: format!("{}.{field}", self.expression), is_reference: false }
    }

    fn reference(&self) -> String {
        match self.is_reference {
            true => self.expression.clone(),
            false => format!("&{}", self.expression),
        }
    }

    /// A copy of the value.
    fn value(&self) -> String {
        match self.is_reference {
            true => format!("*{}", self.expression),
            false => self.expression.clone(),
        }
    }
}

/// The name of a variable for a field. It does not hide the list.
fn variable(field: &str) -> &str {
    if field == VALUES { "value" } else { field }
}

/// The value that a line with this indentation adds to the list.
fn pushed(line: &str, indent: usize) -> Option<&str> {
    let value = line.get(indent..)?.strip_prefix(VALUES)?.strip_prefix(".push(")?;
    value.strip_suffix(");")
}

struct Body {
    lines: Vec<String>,
    indent: usize,
}

impl Body {
    fn line(&mut self, line: &str) {
        self.lines.push(format!("{:1$}{line}", "", self.indent));
    }

    /// Makes the list, and returns the expression for it.
    fn list(&mut self, access: &Access, subject: &Subject) -> String {
        let begin = self.lines.len();
        self.collect(access, subject);
        // Values that are always there come first into the list.
        let rest = self.lines.split_off(begin);
        let always = rest.iter().map_while(|line| pushed(line, self.indent));
        let always: Vec<String> = always.map(str::to_owned).collect();
        if always.len() == rest.len() {
            return format!("vec![{}]", always.join(", "));
        }
        match always.is_empty() {
            true => self.line(&format!("let mut {VALUES} = Vec::new();")),
            false => self.line(&format!("let mut {VALUES} = vec![{}];", always.join(", "))),
        }
        self.lines.extend(rest.into_iter().skip(always.len()));
        VALUES.to_owned()
    }

    /// `head { … }`
    fn block(&mut self, head: &str, access: &Access, subject: &Subject) {
        self.line(&format!("{head} {{"));
        self.indent += 4;
        self.collect(access, subject);
        self.indent -= 4;
        self.line("}");
    }

    /// Adds the values to the list.
    fn collect(&mut self, access: &Access, subject: &Subject) {
        let expression = &subject.expression;
        match access {
            Access::Text => self.line(&format!("{VALUES}.push({expression}.as_str());")),
            // A list has texts only.
            Access::Bool => {}
            Access::Member { field, optional: false, then } => {
                self.collect(then, &subject.field(field));
            }
            Access::Member { field, optional: true, then } => {
                let name = variable(field);
                let head = format!("if let Some({name}) = &{expression}.{field}");
                self.block(&head, then, &Subject::variable(name));
            }
            Access::Items { sparse, then } => {
                let items = match sparse {
                    true => format!("{expression}.iter().flatten()"),
                    false => subject.reference(),
                };
                self.block(&format!("for item in {items}"), then, &Subject::variable("item"));
            }
            Access::Keys(then) => {
                let head = format!("for key in {expression}.keys()");
                self.block(&head, then, &Subject::variable("key"));
            }
            Access::Values { sparse, then } => {
                let flatten = if *sparse { ".flatten()" } else { "" };
                let head = format!("for value in {expression}.values(){flatten}");
                self.block(&head, then, &Subject::variable("value"));
            }
            Access::All(all) => all.iter().for_each(|access| self.collect(access, subject)),
        }
    }
}
