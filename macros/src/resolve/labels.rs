//! Checks that each `#[label("…")]` names a label of the URI.

use syn::LitStr;

use crate::diagnostics::{Diagnostics, nearest};
use crate::model::{Binding, Member};

/// Reports each `#[label("…")]` that is not in the URI, and removes its member. Returns the labels
/// of the URI that these attributes probably mean.
pub fn check_labels_exist(
    members: &mut Vec<Member<'_>>,
    claimed: &[String],
    labels: &[&str],
    uri: &LitStr,
    diagnostics: &Diagnostics,
) -> Vec<String> {
    let is_label = |member: &Member<'_>| member.binding == Binding::Label;
    let taken: Vec<String> = members
        .iter()
        .filter(|member| is_label(member))
        .map(|member| member.name.text.clone())
        .collect();
    let mut free: Vec<&str> = labels
        .iter()
        .copied()
        .filter(|label| !taken.iter().chain(claimed).any(|name| name == label))
        .collect();
    let mut excused = Vec::new();
    members.retain(|member| {
        let name = &*member.name.text;
        if !is_label(member) || labels.contains(&name) {
            return true;
        }
        let meant = nearest(name, &free).or_else(|| part(name, &free)).or(match &*free {
            [only] => Some(only),
            _ => None,
        });
        let hint = match (meant, nearest(name, labels)) {
            (Some(label), _) | (None, Some(label)) => format!("; did you mean {label:?}?"),
            (None, None) if labels.is_empty() => {
                "; it has no labels, so bind this field with `#[query]`".to_owned()
            }
            (None, None) => format!("; its labels are {}", quoted(labels)),
        };
        diagnostics.error(
            &member.name.at,
            format_args!("no label `{{{name}}}` in {:?}{hint}", uri.value()),
        );
        free.retain(|label| Some(*label) != meant);
        excused.extend(meant.map(str::to_owned));
        false
    });
    excused
}

/// The label that contains the name, if there is exactly one.
fn part<'a>(name: &str, labels: &[&'a str]) -> Option<&'a str> {
    let name = name.to_lowercase();
    let mut found = labels.iter().filter(|label| label.to_lowercase().contains(&name));
    found.next().filter(|_| found.next().is_none()).copied()
}

fn quoted(labels: &[&str]) -> String {
    labels.iter().map(|label| format!("{label:?}")).collect::<Vec<_>>().join(", ")
}
