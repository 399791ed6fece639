//! Stage 2: gives every field exactly one binding, and matches labels with fields.

mod arguments;
mod labels;
mod paginated;
mod xml;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::{Data, Fields, LitStr};

pub use arguments::{check_decoded_types, check_json_path, check_rename_all};
pub use xml::{check_arguments, root};

use crate::case::Case;
use crate::diagnostics::Diagnostics;
use crate::model::{
    Binding, ContextParam, HostLabel, Member, MemberDefault, Operation, Place, WireName, display,
    wire_name,
};
use crate::rust_type;
use crate::syntax::{Arguments, Facts, Field, FieldAttribute};
use crate::uri::Pattern;
use crate::words::{self, argument};

/// The operation that arguments and fields describe. `fields` is `None` if the item cannot have
/// named fields; then nothing is reported about labels.
pub fn operation<'a>(
    item: &'a syn::DeriveInput,
    arguments: Arguments,
    fields: Option<&[Field<'a>]>,
    diagnostics: &Diagnostics,
) -> Operation<'a> {
    let has_host_prefix = !arguments.lacks(argument::HOST_PREFIX);
    let case = check_rename_all(&arguments, diagnostics, Case::Camel);
    let protocol = arguments::check_protocol(arguments.protocol.as_ref(), diagnostics);
    let rpc = protocol.filter(|protocol| protocol.is_rpc());
    match (protocol, rpc) {
        (_, Some(rpc)) => arguments::check_no_http_arguments(&arguments, rpc, diagnostics),
        (Some(_), None) => arguments::check_required_arguments(&arguments, diagnostics),
        (None, None) => {}
    }
    let name = arguments.name.as_ref().map_or_else(|| display(&item.ident), LitStr::value);
    check_arguments(
        arguments.xml_name.as_ref(),
        arguments.xml_namespace.as_ref(),
        &format!("{name}Request"),
        diagnostics,
    );
    if let Some(protocol) = protocol {
        xml::check_protocol_has_roots(protocol, &arguments, diagnostics);
    }
    if let Some(name) = &arguments.name {
        arguments::check_name(name, diagnostics);
    }
    let traits = arguments::operation_traits(&arguments, diagnostics);
    let fixed = |text: &str| Some(LitStr::new(text, Span::call_site()));
    let (method, uri) = match rpc {
        Some(_) => (fixed("POST"), fixed("/")),
        None => (arguments.method, arguments.uri),
    };
    let method = method.and_then(|method| arguments::check_method(method, diagnostics));
    let pattern = uri.as_ref().and_then(|uri| arguments::check_uri(uri, diagnostics));
    let pattern = pattern.filter(|_| fields.is_some());
    let code = arguments::check_code(arguments.code.as_ref(), diagnostics);
    let host_prefix = arguments.host_prefix.and_then(|prefix| {
        let pieces = arguments::check_host_prefix(&prefix, diagnostics)?;
        fields.is_some().then_some((prefix, pieces))
    });

    let labels = pattern.as_ref().map(Pattern::labels);
    let (mut members, claimed) =
        members(fields.unwrap_or_default(), case, labels.as_deref(), Place::Request, diagnostics);
    let mut excused = Vec::new();
    if let (Some(uri), Some(labels), None) = (&uri, &labels, rpc) {
        excused = labels::check_labels_exist(&mut members, &claimed, labels, uri, diagnostics);
    }
    let bodiless = method.as_ref().is_some_and(is_bodiless);
    for member in &mut members {
        let is_unbound = member.binding == (Binding::Body { explicit: false });
        if bodiless && member.host_label.is_some() && is_unbound {
            member.binding = Binding::Host;
        }
    }
    let paginated = arguments.paginated.filter(|_| fields.is_some()).and_then(|paginated| {
        paginated::paginated(paginated, item, arguments.output.is_some(), diagnostics)
    });
    let root = root("", arguments.xml_name.as_ref(), arguments.xml_namespace.as_ref());
    Operation {
        ident: &item.ident,
        generics: &item.generics,
        name,
        protocol: protocol.unwrap_or_default(),
        method,
        uri,
        pattern,
        code,
        case,
        output: arguments.output,
        error: arguments.error,
        host_prefix,
        has_host_prefix,
        traits,
        root,
        static_context_params: arguments.static_context_params,
        operation_context_params: arguments.operation_context_params,
        paginated,
        is_unit: matches!(&item.data, Data::Struct(data) if matches!(data.fields, Fields::Unit)),
        members,
        claimed,
        excused,
    }
}

pub fn is_bodiless(method: &LitStr) -> bool {
    words::BODILESS.contains(&&*method.value())
}

/// Makes the members of a strict output or structure required, except for `Option`s and members
/// with a default.
pub fn require_members(members: &mut [Member<'_>]) {
    for member in members {
        member.required = member.default.is_none() && rust_type::option(member.ty).is_none();
    }
}

/// The members of an output, of an error's variant, or of a structure inside a document.
pub fn decoded<'a>(
    fields: &[Field<'a>],
    case: Case,
    place: Place,
    diagnostics: &Diagnostics,
) -> Vec<Member<'a>> {
    members(fields, case, Some(&[]), place, diagnostics).0
}

/// Binds each field. Returns the members, and the wire names of fields with errors.
fn members<'a>(
    fields: &[Field<'a>],
    case: Case,
    labels: Option<&[&str]>,
    place: Place,
    diagnostics: &Diagnostics,
) -> (Vec<Member<'a>>, Vec<String>) {
    let (mut members, mut claimed) = (Vec::new(), Vec::new());
    for field in fields {
        match member(field, case, labels, place, diagnostics) {
            Some(member) => members.push(member),
            None => {
                claimed.push(wire_name(field.ident, case));
                let names = field.attributes.iter().filter_map(|attribute| attribute.name.as_ref());
                claimed.extend(names.map(LitStr::value));
            }
        }
    }
    (members, claimed)
}

fn member<'a>(
    field: &Field<'a>,
    case: Case,
    labels: Option<&[&str]>,
    place: Place,
    diagnostics: &Diagnostics,
) -> Option<Member<'a>> {
    let bound = check_one_binding(field, place, diagnostics);
    let traits = check_traits_once(field, place, diagnostics);
    let (bound, traits) = (bound?, traits?);
    if field.malformed {
        return None;
    }
    let name = match bound.and_then(|attribute| attribute.name.as_ref()) {
        Some(literal) => WireName { text: literal.value(), at: literal.to_token_stream() },
        None => WireName { text: wire_name(field.ident, case), at: field.ident.to_token_stream() },
    };
    let binding = match (bound.and_then(|attribute| Binding::of_word(attribute.word)), labels) {
        (Some(binding), _) => binding,
        (None, None) => Binding::Unknown,
        (None, Some(labels)) if labels.contains(&&*name.text) => Binding::Label,
        (None, Some(_)) => Binding::Body { explicit: false },
    };
    let at = match bound {
        Some(attribute) => attribute.tokens.to_token_stream(),
        None => field.ident.to_token_stream(),
    };
    let host_label = traits.host_label.map(|(at, label)| HostLabel {
        label: label.map_or_else(|| name.text.clone(), |label| label.value()),
        at,
    });
    let context_param = traits.context_param.map(|(at, parameter)| ContextParam {
        name: parameter.map_or_else(|| name.text.clone(), |parameter| parameter.value()),
        at,
    });
    Some(Member {
        field: field.ident,
        ty: field.ty,
        name,
        binding,
        at,
        timestamp: traits.timestamp,
        media_type: traits.media_type,
        idempotency_token: traits.idempotency_token,
        host_label,
        context_param,
        sensitive: traits.sensitive.is_some(),
        facts: traits.facts,
        ec2_query_name: traits.ec2_query_name,
        payload_name: bound
            .filter(|attribute| attribute.word == words::PAYLOAD)
            .and_then(|attribute| attribute.name.clone()),
        default: traits.default,
        required: false,
    })
}

/// A field has at most one attribute that binds it, and the attribute is allowed in this place.
/// `None` if an error was reported; `Some(None)` if no attribute binds the field, so that its name
/// decides.
fn check_one_binding<'f, 'a>(
    field: &'f Field<'a>,
    place: Place,
    diagnostics: &Diagnostics,
) -> Option<Option<&'f FieldAttribute<'a>>> {
    let mut bound: Option<&FieldAttribute<'_>> = None;
    let mut wrong = false;
    for attribute in &field.attributes {
        let Some(binding) = Binding::of_word(attribute.word) else {
            continue;
        };
        if !fits(attribute.word, binding, place) {
            wrong = true;
            diagnostics.error(attribute.tokens, misplaced(attribute.word, place));
        } else if let Some(first) = bound {
            wrong = true;
            diagnostics.error(
                attribute.tokens,
                format_args!(
                    "`{}` is already bound by `#[{}]`; a field has exactly one HTTP location",
                    display(field.ident),
                    first.word,
                ),
            );
        } else {
            bound = Some(attribute);
        }
    }
    (!wrong).then_some(bound)
}

/// The traits of a member that do not bind it.
#[derive(Default)]
struct Traits {
    timestamp: Option<(&'static str, TokenStream)>,
    media_type: Option<LitStr>,
    idempotency_token: Option<TokenStream>,
    /// The attribute, and the label if it is not the wire name.
    host_label: Option<(TokenStream, Option<LitStr>)>,
    /// The attribute, and the parameter if it is not the wire name.
    context_param: Option<(TokenStream, Option<LitStr>)>,
    sensitive: Option<TokenStream>,
    facts: Option<(Facts, TokenStream)>,
    ec2_query_name: Option<LitStr>,
    default: Option<MemberDefault>,
}

/// Each trait is given at most once, and is allowed in this place. `None` if an error was reported.
fn check_traits_once(field: &Field<'_>, place: Place, diagnostics: &Diagnostics) -> Option<Traits> {
    let mut traits = Traits::default();
    let mut wrong = false;
    let attributes =
        field.attributes.iter().filter(|attribute| Binding::of_word(attribute.word).is_none());
    for attribute in attributes {
        let only_requests = matches!(
            attribute.word,
            words::HOST_LABEL | words::CONTEXT_PARAM | words::IDEMPOTENCY_TOKEN
        );
        let misplaced_here = match place {
            Place::Request => false,
            Place::Response => only_requests,
            Place::Document | Place::Event => only_requests || attribute.word == words::MEDIA_TYPE,
        };
        if misplaced_here {
            wrong = true;
            diagnostics.error(attribute.tokens, misplaced(attribute.word, place));
            continue;
        }
        let at = attribute.tokens.to_token_stream();
        let first = match attribute.word {
            words::TIMESTAMP => match attribute.format {
                Some(format) => traits.timestamp.replace((format, at)).is_some(),
                None => false,
            },
            words::MEDIA_TYPE => {
                std::mem::replace(&mut traits.media_type, attribute.name.clone()).is_some()
            }
            words::XML => match attribute.facts.clone() {
                Some(facts) => traits.facts.replace((facts, at)).is_some(),
                None => false,
            },
            words::EC2_QUERY_NAME => {
                std::mem::replace(&mut traits.ec2_query_name, attribute.name.clone()).is_some()
            }
            words::HOST_LABEL => traits.host_label.replace((at, attribute.name.clone())).is_some(),
            words::CONTEXT_PARAM => {
                traits.context_param.replace((at, attribute.name.clone())).is_some()
            }
            words::IDEMPOTENCY_TOKEN => traits.idempotency_token.replace(at).is_some(),
            words::DEFAULT => match &attribute.value {
                Some(value) => {
                    let text = syn::parse2(value.clone()).ok();
                    let default = MemberDefault { text, value: value.clone(), at };
                    traits.default.replace(default).is_some()
                }
                None => false,
            },
            _ => traits.sensitive.replace(at).is_some(),
        };
        if first {
            wrong = true;
            diagnostics.error(
                attribute.tokens,
                format_args!("`#[{}]` is given twice; remove one", attribute.word),
            );
        }
    }
    (!wrong).then_some(traits)
}

/// Whether members in this place can have the attribute `word`, which gives them this binding.
fn fits(word: &str, binding: Binding, place: Place) -> bool {
    let is_of_event = matches!(word, words::EVENT_HEADER | words::EVENT_PAYLOAD);
    match binding {
        Binding::Body { .. } => true,
        _ if is_of_event || place == Place::Event => is_of_event && place == Place::Event,
        Binding::Label | Binding::Query | Binding::QueryParams => place == Place::Request,
        Binding::ResponseCode => place == Place::Response,
        _ => place != Place::Document,
    }
}

fn misplaced(word: &str, place: Place) -> String {
    let of_http = match word {
        words::EVENT_HEADER => Some(words::HEADER),
        words::EVENT_PAYLOAD => Some(words::PAYLOAD),
        _ => None,
    };
    match (place, of_http) {
        (Place::Request | Place::Response, Some(of_http)) => {
            return format!(
                "`#[{word}]` is only for events, in an enum under `#[aws_event_stream]`; write \
                 `#[{of_http}]`"
            );
        }
        (Place::Document, Some(_)) => {
            return format!(
                "`#[{word}]` is only for events, in an enum under `#[aws_event_stream]`; remove \
                 it, or move the fields to a variant of that enum"
            );
        }
        _ => {}
    }
    match place {
        Place::Event => format!(
            "`#[{word}]` is not for events; a member of an event comes from `#[event_header]`, \
             `#[event_payload]` or `#[body]`"
        ),
        Place::Request => {
            format!("`#[{word}]` is only for outputs, because a request has no status; remove it")
        }
        Place::Response => format!(
            "`#[{word}]` is only for requests; a member of a response comes from `#[body]`, \
             `#[header]`, `#[prefix_headers]`, `#[response_code]` or `#[payload]`"
        ),
        Place::Document => format!(
            "`#[{word}]` is only for operations and outputs; a structure is part of a document, so \
             its members can only have `#[body]`; remove it, or use `#[aws_output]`"
        ),
    }
}
