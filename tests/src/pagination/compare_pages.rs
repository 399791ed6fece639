//! Compares the requests, pages, items and tokens of a script with botocore's.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::scripts::{End, Paged, Script, set};
use crate::generated::differential::{Found, between_requests, exchange};
use crate::generated::schema::Schema;

/// The answers of both sides to a script.
pub struct Sides<'a> {
    /// Our pages.
    pub pages: Value,
    /// Our items, if the operation has items.
    pub items: Option<Value>,
    /// Our pages from botocore's token, if botocore could resume.
    pub resumed: Option<Value>,
    /// botocore's pages.
    pub theirs: &'a Value,
}

/// Headers that the client adds when it sends a request.
const SENT_HEADERS: [&str; 2] = ["host", "x-amz-content-sha256"];

/// What is compared, and what was found.
struct Comparison<'a> {
    schema: Schema<'a>,
    operation: Paged<'a>,
    /// See [`Case::end`](crate::generated::differential::cases::Case::end).
    end: Option<&'static str>,
    script: &'a Script,
    differences: Vec<String>,
    rules: BTreeSet<&'static str>,
}

/// The differences, and the rules for known differences that were needed.
pub fn compare<'a>(
    schema: Schema<'a>,
    operation: Paged<'a>,
    end: Option<&'static str>,
    script: &'a Script,
    sides: &Sides<'_>,
) -> (Vec<String>, BTreeSet<&'static str>) {
    let (differences, rules) = (Vec::new(), BTreeSet::new());
    let mut comparison = Comparison { schema, operation, end, script, differences, rules };
    comparison.all(sides);
    (comparison.differences, comparison.rules)
}

impl Comparison<'_> {
    fn all(&mut self, Sides { pages, items, resumed, theirs }: &Sides<'_>) {
        let failed =
            |side: &str, answer: &Value| answer.get("failed").map(|why| format!("{side}: {why}"));
        let ours = [Some(pages), items.as_ref(), resumed.as_ref()];
        let mut all = ours.into_iter().flatten().filter_map(|answer| failed("ours", answer));
        if let Some(why) = all.next().or_else(|| failed("botocore", theirs)) {
            self.differences.push(why);
            return;
        }
        self.ends("pages", pages, theirs);
        self.requests("pages", pages, theirs);
        self.outputs("page", list(&pages["pages"]), list(&theirs["pages"]));
        let last = list(&pages["pages"]).last().map_or(&Value::Null, |page| &page["next"]);
        // After these errors the token is still set.
        let is_error = matches!(self.script.end, End::Repeated | End::FlagAlone);
        if !is_error && !last.is_null() {
            self.differences.push(format!("after the last page the token is {last}"));
        }
        if let Some(items) = items {
            self.ends("items", items, theirs);
            self.requests("items", items, theirs);
            self.items("items", list(&items["items"]).to_vec(), list(&theirs["pages"]));
        }
        if let Some(resumed) = resumed {
            self.resumed(pages, resumed, &theirs["resumed"]);
        }
    }

    /// Compares how the pages end.
    fn ends(&mut self, what: &str, ours: &Value, theirs: &Value) {
        let has = |answer: &Value, part: &str| {
            answer["error"].as_str().is_some_and(|error| error.contains(part))
        };
        let as_expected = match self.script.end {
            End::Repeated => {
                has(ours, "has the token of an earlier page")
                    && has(theirs, "The same next token was received twice")
            }
            // On purpose: botocore ends here without a sign that pages are missing.
            End::FlagAlone => {
                has(ours, "the output says that there are more pages") && theirs["error"].is_null()
            }
            _ => ours["error"].is_null() && theirs["error"].is_null(),
        };
        if !as_expected {
            let (ours, theirs) = (&ours["error"], &theirs["error"]);
            self.differences.push(format!("{what} end with {ours}, botocore's with {theirs}"));
        }
    }

    fn requests(&mut self, what: &str, ours: &Value, theirs: &Value) {
        let (ours, theirs) = (list(&ours["requests"]), list(&theirs["requests"]));
        self.same_count(&format!("requests of {what}"), ours.len(), theirs.len());
        for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            let (schema, shape, input) = (self.schema, self.operation.shape, &self.script.input);
            let read = |request: &Value| {
                let mut request = exchange::request(schema, shape, input, request)?;
                if let Some(headers) = request["headers"].as_object_mut() {
                    headers.retain(|name, _| !SENT_HEADERS.contains(&name.as_str()));
                }
                Ok::<_, String>(request)
            };
            let at = format!("request {} of {what}", index + 1);
            match (read(ours), read(theirs)) {
                (Ok(ours), Ok(theirs)) => {
                    let input = self.operation.input;
                    let found = between_requests(self.schema, input, self.end, [ours, theirs]);
                    self.add(&at, found);
                }
                (Err(why), _) | (_, Err(why)) => self.differences.push(format!("{at}: {why}")),
            }
        }
    }

    fn outputs(&mut self, what: &str, ours: &[Value], theirs: &[Value]) {
        self.same_count(&format!("{what}s"), ours.len(), theirs.len());
        for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            self.between(&format!("{what} {}", index + 1), &ours["output"], &theirs["output"]);
        }
    }

    /// Compares items with those in botocore's pages.
    fn items(&mut self, what: &str, ours: Vec<Value>, theirs: &[Value]) {
        let theirs: Vec<Value> = theirs.iter().flat_map(|page| items_of(&page["items"])).collect();
        self.same_count(what, ours.len(), theirs.len());
        let Some(path) = &self.operation.pages.items else { return };
        let [mut our_output, mut their_output] = [json!({}), json!({})];
        set(&mut our_output, path, json!(ours));
        set(&mut their_output, path, json!(theirs));
        self.between(what, &our_output, &their_output);
    }

    /// Compares the token after some pages, and the pages from there.
    fn resumed(&mut self, pages: &Value, ours: &Value, theirs: &Value) {
        let after = self.script.after.unwrap_or_default();
        let token = &pages["pages"][after.saturating_sub(1)]["next"];
        let their_token = &theirs["token"][&self.operation.pages.input_token];
        if token != their_token {
            let wrong =
                format!("the token after page {after} is {token}, botocore's {their_token}");
            self.differences.push(wrong);
        }
        self.ends("resumed pages", ours, theirs);
        self.requests("resumed pages", ours, theirs);
        // Of the first resumed page, botocore returns only the list that it counts.
        let rest = |pages: &Value| list(pages).get(1..).unwrap_or_default().to_vec();
        let (our_rest, their_rest) = (rest(&ours["pages"]), rest(&theirs["pages"]));
        self.outputs("resumed page", &our_rest, &their_rest);
        // Our resumed pages are the same as in the first run.
        let [ours, whole] = [ours, pages].map(|pages| list(&pages["pages"]));
        if whole.get(after..) != Some(ours) {
            self.differences
                .push("the resumed pages differ from those of the first run".to_owned());
        }
    }

    fn between(&mut self, at: &str, ours: &Value, theirs: &Value) {
        let (schema, output) = (self.schema, self.operation.output);
        let read = |output: &Value| json!({ "output": output });
        let answers = [read(ours), read(theirs)].map(|it| exchange::answer(schema, output, &it));
        match answers {
            [Ok(ours), Ok(theirs)] => self.add(at, Found::between(schema, output, ours, theirs)),
            [Err(why), _] | [_, Err(why)] => self.differences.push(format!("{at}: {why}")),
        }
    }

    fn add(&mut self, at: &str, found: Found) {
        self.differences.extend(found.differences.iter().map(|wrong| format!("{at}, {wrong}")));
        self.rules.extend(found.rules);
    }

    fn same_count(&mut self, what: &str, ours: usize, theirs: usize) {
        if ours != theirs {
            self.differences.push(format!("{ours} {what}, botocore has {theirs}"));
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The items of a page. The entries of a map are arrays, as ours.
fn items_of(items: &Value) -> Vec<Value> {
    match items {
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            entries.into_iter().map(|(key, value)| json!([key, value])).collect()
        }
        items => list(items).to_vec(),
    }
}
