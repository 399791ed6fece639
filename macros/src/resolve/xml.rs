//! Checks the root elements of XML bodies: `xml_name` and `xml_namespace`.

use syn::LitStr;

use crate::diagnostics::Diagnostics;
use crate::protocol::Protocol;
use crate::syntax::{Arguments, check_name, check_namespace};
use crate::words::argument;

/// The name of the root element, which is `default` if none is given. If a namespace is given, it
/// follows on a second line.
pub fn root(default: &str, name: Option<&LitStr>, namespace: Option<&LitStr>) -> String {
    let mut root = name.map_or_else(|| default.to_owned(), LitStr::value);
    if let Some(namespace) = namespace {
        root.push_str("\nns=");
        root.push_str(&namespace.value());
    }
    root
}

/// The name is a valid element name and differs from the default, and the namespace is valid.
///
/// Source: Smithy 2.0, `xmlName` and `xmlNamespace` traits.
pub fn check_arguments(
    name: Option<&LitStr>,
    namespace: Option<&LitStr>,
    default: &str,
    diagnostics: &Diagnostics,
) {
    if let Some(name) = name {
        let written = name.value();
        if let Some(problem) = check_name(&written) {
            diagnostics.error(name, format_args!("{written:?} {problem}"));
        } else if written == default {
            diagnostics.error(
                name,
                format_args!("the root element is `{written}` by default; remove this argument"),
            );
        }
    }
    if let Some(namespace) = namespace {
        let written = namespace.value();
        if let Some(problem) = check_namespace(&written) {
            diagnostics.error(namespace, format_args!("{written:?} {problem}"));
        }
    }
}

/// Only requests of restXml have a root element.
///
/// Source: Smithy 2.0, AWS restXml protocol.
pub fn check_protocol_has_roots(
    protocol: Protocol,
    arguments: &Arguments,
    diagnostics: &Diagnostics,
) {
    if protocol == Protocol::RestXml {
        return;
    }
    let given = [
        (argument::XML_NAME, &arguments.xml_name),
        (argument::XML_NAMESPACE, &arguments.xml_namespace),
    ];
    for (word, literal) in given {
        if let Some(literal) = literal {
            diagnostics.error(
                literal,
                format_args!(
                    "`{word}` is only for restXml, and requests of {} have no root element; remove \
                     this argument",
                    protocol.word(),
                ),
            );
        }
    }
}
