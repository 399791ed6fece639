//! The module `waiters`: a static for each waiter, and the functions that evaluate their expressions.

use super::Text;
use super::attribute::WIDTH;
use super::docs::code;
use crate::escape::{line as one_line, literal};
use crate::plan::Plan;
use crate::plan::waiters::{
    Acceptor, Chain, Expected, Function, Matcher, Returns, State, Step, Waiter,
};

/// The widest arguments of a call, and the widest chain, on one line.
const SHORT: usize = 60;

/// The indentation of the module's items.
const ITEM: usize = 4;

/// The function for `allStringEquals`.
const IS_EACH: &str = "    /// Whether there is a value, and all values are equal to `expected`.
    fn is_each(values: &[&str], expected: &str) -> bool {
        !values.is_empty() && values.iter().all(|value| *value == expected)
    }
";

pub fn write(text: &mut Text, plan: &Plan) {
    if plan.waiters.is_empty() {
        return;
    }
    text.blank();
    text.docs(0, "The waiters of the service, for `Client::wait`.");
    text.line("pub mod waiters {");
    text.line("    use std::sync::LazyLock;");
    text.line("    use std::time::Duration;");
    text.blank();
    text.line("    use aws_operation::Waiter;");
    for waiter in &plan.waiters {
        text.blank();
        write_waiter(text, waiter, &plan.waiter_functions);
    }
    for function in &plan.waiter_functions {
        text.blank();
        write_function(text, function);
    }
    let has_all = |acceptor: &Acceptor| {
        matches!(acceptor.matcher, Matcher::Path { expected: Expected::All(_), .. })
    };
    if plan.waiters.iter().flat_map(|waiter| &waiter.acceptors).any(has_all) {
        text.blank();
        let lines = IS_EACH.lines();
        lines.skip(usize::from(text.docs == crate::Docs::None)).for_each(|line| text.line(line));
    }
    text.line("}");
}

fn write_waiter(text: &mut Text, waiter: &Waiter, functions: &[Function]) {
    let Waiter { name, constant, operation, .. } = waiter;
    let fallback = format!("The waiter {} of [`{operation}`](super::{operation}).", code(name));
    text.docs(4, if waiter.docs.trim().is_empty() { &fallback } else { &waiter.docs });
    let ty = match (succeeds_with_error(waiter), &waiter.output) {
        (false, _) => format!("Waiter<super::{operation}>"),
        (true, None) => format!("Waiter<super::{operation}, Option<()>>"),
        (true, Some(output)) => format!("Waiter<super::{operation}, Option<super::{output}>>"),
    };
    let head = format!("    pub static {constant}: LazyLock<");
    let value = "LazyLock::new(|| {";
    let indent = if head.len() + ty.len() + "> =".len() > WIDTH {
        text.line(&head);
        match ty.split_once(", ") {
            Some((first, second)) if ty.len() + 9 > WIDTH => {
                let (first, second) = (first.replacen('<', "<\n            ", 1), second);
                let second = second.strip_suffix('>').unwrap_or(second);
                text.line(&format!("        {first},\n            {second},\n        >,"));
            }
            _ => text.line(&format!("        {ty},")),
        }
        text.line(&format!("    > = {value}"));
        ITEM
    } else if head.len() + ty.len() + "> = ".len() + value.len() > WIDTH - 4 {
        text.line(&format!("{head}{ty}> ="));
        text.line(&format!("        {value}"));
        ITEM + 4
    } else {
        text.line(&format!("{head}{ty}> = {value}"));
        ITEM
    };
    let inner = indent + 4;
    text.line(&format!("{:inner$}Waiter::new({})", "", literal(name)));
    let delays = [waiter.min_delay, waiter.max_delay];
    let delays = delays.map(|seconds| format!("Duration::from_secs({seconds})"));
    write_call(text, inner + 4, "delays", &delays);
    for acceptor in &waiter.acceptors {
        write_acceptor(text, inner + 4, acceptor, functions);
    }
    text.line(&format!("{:indent$}}});", ""));
}

/// Whether the wait can succeed with an error, and therefore without an output.
fn succeeds_with_error(waiter: &Waiter) -> bool {
    let is_error =
        |matcher: &Matcher| matches!(matcher, Matcher::Error(_) | Matcher::Success(false));
    let mut acceptors = waiter.acceptors.iter();
    acceptors.any(|acceptor| acceptor.state == State::Success && is_error(&acceptor.matcher))
}

fn write_acceptor(text: &mut Text, indent: usize, acceptor: &Acceptor, functions: &[Function]) {
    let state = match acceptor.state {
        State::Success => "success",
        State::Failure => "failure",
        State::Retry => "retry",
    };
    match &acceptor.matcher {
        Matcher::Success(true) => write_call(text, indent, &format!("{state}_on_success"), &[]),
        Matcher::Success(false) => write_call(text, indent, &format!("{state}_on_any_error"), &[]),
        Matcher::Error(code) => {
            write_call(text, indent, &format!("{state}_on"), &[literal(code)]);
        }
        Matcher::Path { function, path, expected, .. } => {
            let description = literal(&description(path, expected));
            if let Some(function) = functions.iter().find(|it| it.name == *function) {
                let (pattern, body) = predicate(function, expected);
                let method = format!("{state}_when");
                write_closure(text, indent, &method, &description, &pattern, &body);
            }
        }
    }
}

/// `.method(arguments)`, formatted as by rustfmt.
fn write_call(text: &mut Text, indent: usize, method: &str, arguments: &[String]) {
    let line = arguments.join(", ");
    let is_short = line.len() <= SHORT || arguments.len() == 1;
    if is_short && indent + method.len() + line.len() + 3 <= WIDTH {
        text.line(&format!("{:indent$}.{method}({line})", ""));
        return;
    }
    text.line(&format!("{:indent$}.{method}(", ""));
    for argument in arguments {
        text.line(&format!("{:1$}{argument},", "", indent + 4));
    }
    text.line(&format!("{:indent$})", ""));
}

/// `.method("description", |pattern| body)`, formatted as by rustfmt.
fn write_closure(
    text: &mut Text,
    indent: usize,
    method: &str,
    description: &str,
    pattern: &str,
    body: &str,
) {
    let width = |text: &str| text.chars().count();
    let line = format!("{description}, |{pattern}| {body}");
    let opening = format!("{description}, |{pattern}| {{");
    let inner = indent + 4;
    if width(&line) <= SHORT && indent + method.len() + width(&line) + 3 <= WIDTH {
        text.line(&format!("{:indent$}.{method}({line})", ""));
    } else if width(&opening) < SHORT && indent + method.len() + width(&opening) + 2 <= WIDTH {
        text.line(&format!("{:indent$}.{method}({opening}", ""));
        text.line(&format!("{:inner$}{body}", ""));
        text.line(&format!("{:indent$}}})", ""));
    } else {
        text.line(&format!("{:indent$}.{method}(", ""));
        text.line(&format!("{:inner$}{description},", ""));
        let closure = format!("{:inner$}|{pattern}| {body},", "");
        if width(&closure) <= WIDTH {
            text.line(&closure);
        } else {
            text.line(&format!("{:inner$}|{pattern}| {{", ""));
            text.line(&format!("{:1$}{body}", "", inner + 4));
            text.line(&format!("{:inner$}}},", ""));
        }
        text.line(&format!("{:indent$})", ""));
    }
}

/// An expression as code in Markdown. In an expression, backticks enclose literals.
fn quoted(path: &str) -> String {
    let path = one_line(path);
    if path.contains('`') { format!("`` {path} ``") } else { code(&path) }
}

/// An acceptor with an expression, in messages.
fn description(path: &str, expected: &Expected) -> String {
    let path = one_line(path);
    let path = if path.contains('`') { path } else { format!("`{path}`") };
    one_line(&match expected {
        Expected::Text(text) => format!("{path} is {}", code(text)),
        Expected::Bool(value) => format!("{path} is {value}"),
        Expected::Any(text) => format!("an item of {path} is {}", code(text)),
        Expected::All(text) => format!("each item of {path} is {}", code(text)),
    })
}

/// The arguments and the body of the closure of an acceptor.
fn predicate(function: &Function, expected: &Expected) -> (String, String) {
    let arguments = [(&function.input, "input"), (&function.output, "output")];
    let pattern = arguments.map(|(used, name)| if used.is_some() { name } else { "_" }).join(", ");
    let arguments = arguments.iter().filter(|(used, _)| used.is_some()).map(|(_, name)| *name);
    let call = format!("{}({})", function.name, arguments.collect::<Vec<_>>().join(", "));
    let body = match (expected, function.optional) {
        (Expected::Text(text), true) => format!("{call} == Some({})", literal(text)),
        (Expected::Text(text), false) => format!("{call} == {}", literal(text)),
        (Expected::Bool(value), true) => format!("{call} == Some({value})"),
        (Expected::Bool(true), false) => call,
        (Expected::Bool(false), false) => format!("!{call}"),
        (Expected::Any(text), true) => {
            format!("{call}.is_some_and(|it| it.contains(&{}))", literal(text))
        }
        (Expected::Any(text), false) => format!("{call}.contains(&{})", literal(text)),
        (Expected::All(text), true) => {
            format!("{call}.is_some_and(|it| is_each(&it, {}))", literal(text))
        }
        (Expected::All(text), false) => format!("is_each(&{call}, {})", literal(text)),
    };
    (pattern, body)
}

fn write_function(text: &mut Text, function: &Function) {
    text.docs(4, &format!("The value of {}.", quoted(&function.path)));
    let arguments = [(&function.input, "input"), (&function.output, "output")];
    let arguments: Vec<String> = arguments
        .iter()
        .filter_map(|(ty, name)| Some(format!("{name}: &super::{}", ty.as_ref()?)))
        .collect();
    // With two references as arguments, the lifetime of the result must be named.
    let lifetime =
        if arguments.len() == 2 && function.returns != Returns::Bool { "'a " } else { "" };
    let generics = if lifetime.is_empty() { "" } else { "<'a>" };
    let arguments: Vec<String> =
        arguments.iter().map(|it| it.replacen('&', &format!("&{lifetime}"), 1)).collect();
    let value = match function.returns {
        Returns::Text if arguments.is_empty() => "&'static str".to_owned(),
        Returns::Text => format!("&{lifetime}str"),
        Returns::Bool => "bool".to_owned(),
        Returns::Texts if arguments.is_empty() => "Vec<&'static str>".to_owned(),
        Returns::Texts => format!("Vec<&{lifetime}str>"),
    };
    let returns = if function.optional { format!("Option<{value}>") } else { value };
    let head = format!("    fn {}{generics}(", function.name);
    let line = format!("{head}{}) -> {returns} {{", arguments.join(", "));
    if line.len() <= WIDTH {
        text.line(&line);
    } else {
        text.line(&head);
        arguments.iter().for_each(|argument| text.line(&format!("        {argument},")));
        text.line(&format!("    ) -> {returns} {{"));
    }
    write_steps(text, ITEM + 4, &function.steps);
    let value = &function.value;
    let value = if function.optional { format!("Some({value})") } else { value.clone() };
    text.line(&format!("        {value}"));
    text.line("    }");
}

fn write_steps(text: &mut Text, indent: usize, steps: &[Step]) {
    for step in steps {
        match step {
            Step::Let { name, value } => {
                write_chain(text, indent, &format!("let {name} = "), value, ";");
            }
            Step::Line(line) => text.line(&format!("{:indent$}{line}", "")),
            Step::Lazy { name, left, operator, steps, value } => {
                text.line(&format!("{:indent$}let {name} = {left} {operator} {{", ""));
                write_steps(text, indent + 4, steps);
                text.line(&format!("{:1$}{value}", "", indent + 4));
                text.line(&format!("{:indent$}}};", ""));
            }
            Step::For { item, items, steps } => {
                text.line(&format!("{:indent$}for {item} in {} {{", "", items.line()));
                write_steps(text, indent + 4, steps);
                text.line(&format!("{:indent$}}}", ""));
            }
            Step::If { condition, steps } => {
                text.line(&format!("{:indent$}if {condition} {{", ""));
                write_steps(text, indent + 4, steps);
                text.line(&format!("{:indent$}}}", ""));
            }
        }
    }
}

/// `head`, a chain, and `tail`, formatted as by rustfmt.
fn write_chain(text: &mut Text, indent: usize, head: &str, chain: &Chain, tail: &str) {
    let line = chain.line();
    let is_short = chain.links.len() < 2 || line.len() <= SHORT;
    if is_short && indent + head.len() + line.len() + tail.len() <= WIDTH {
        text.line(&format!("{:indent$}{head}{line}{tail}", ""));
        return;
    }
    if is_short {
        text.line(&format!("{:indent$}{}", "", head.trim_end()));
        text.line(&format!("{:1$}{line}{tail}", "", indent + 4));
        return;
    }
    text.out.push_str(&format!("{:indent$}{head}{}", "", chain.root));
    for link in &chain.links {
        text.out.push_str(&format!("\n{:1$}{link}", "", indent + 4));
    }
    text.line(tail);
}
