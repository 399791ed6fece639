//! Prints what was measured: a table, JSON, and whether the goals are met.

use serde_json::{Value, json};

use crate::cases::{Case, Form};
use crate::peers::{Key, Peer};
use crate::timing::Timing;

/// Ours in times the limit, with a cached key.
const MOST_TIMES_LIMIT: f64 = 1.5;
/// aws-sigv4 in times ours, for small requests with a cached key.
const LEAST_TIMES_FASTER: f64 = 5.0;

/// A case and a key, and what each peer took.
pub struct Row<'a> {
    pub case: &'a Case,
    pub key: Key,
    pub timings: Vec<Timing>,
}

impl Row<'_> {
    fn median(&self, peer: Peer) -> Option<f64> {
        self.timings.iter().find(|timing| timing.peer == peer).map(|timing| timing.median)
    }

    /// How often one goes into another.
    fn ratio(&self, peer: Peer, of: Peer) -> Option<f64> {
        Some(self.median(peer)? / self.median(of)?)
    }
}

pub fn table(rows: &[Row<'_>]) -> String {
    let peers = [Peer::Limit, Peer::Written, Peer::Ours, Peer::AwsSigv4, Peer::Reqsign];
    let mut lines = vec![vec!["request".to_owned(), "key".to_owned()]];
    lines[0].extend(peers.map(|peer| match peer {
        Peer::Limit => format!("{}, ns", peer.name()),
        _ => format!("{}, ns (× limit)", peer.name()),
    }));
    lines[0].extend(["aws-sigv4 ÷ ours".to_owned(), "reqsign ÷ ours".to_owned()]);
    for row in rows {
        let mut line = vec![row.case.title.to_owned(), row.key.name().to_owned()];
        line.extend(peers.map(|peer| cell(row, peer)));
        line.extend([Peer::AwsSigv4, Peer::Reqsign].map(|peer| {
            row.ratio(peer, Peer::Ours).map_or("–".to_owned(), |ratio| format!("{ratio:.1}"))
        }));
        lines.push(line);
    }
    let note = "\\* derives the key for every signature; it cannot be handed one.";
    format!("{}\n{note}\n{}\n", markdown(&lines), versions())
}

/// Of the peers, and of what the limit is made of.
fn versions() -> String {
    const LOCK: &str = include_str!("../../Cargo.lock");
    let version = |package: &str| {
        let (_, after) = LOCK.split_once(&format!("name = \"{package}\"\nversion = \""))?;
        Some(format!("{package} {}", after.split_once('"')?.0))
    };
    let versions: Vec<_> =
        ["ring", "aws-sigv4", "reqsign-aws-v4"].into_iter().filter_map(version).collect();
    versions.join(", ")
}

fn cell(row: &Row<'_>, peer: Peer) -> String {
    let Some(median) = row.median(peer) else { return "–".to_owned() };
    let star = if row.key == Key::Cached && !peer.takes_a_key() { "\\*" } else { "" };
    match row.ratio(peer, Peer::Limit) {
        Some(ratio) if peer != Peer::Limit => format!("{median:.0} ({ratio:.2}){star}"),
        _ => format!("{median:.0}"),
    }
}

/// The first line is the head; the first two columns are text.
fn markdown(lines: &[Vec<String>]) -> String {
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max()
    };
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        for (column, cell) in line.iter().enumerate() {
            let width = width(column).unwrap_or_default();
            text += &match column {
                0 | 1 => format!("| {cell:<width$} "),
                _ => format!("| {cell:>width$} "),
            };
        }
        text += "|\n";
        if number == 0 {
            for column in 0..line.len() {
                text += if column < 2 { "| --- " } else { "| ---: " };
            }
            text += "|\n";
        }
    }
    text
}

/// Those whose median is far from what they can do: something else had the processor.
pub fn disturbed(rows: &[Row<'_>]) -> usize {
    let timings = rows.iter().flat_map(|row| &row.timings);
    timings.filter(|timing| timing.median > timing.tenth * 1.2).count()
}

pub fn json(rows: &[Row<'_>]) -> Value {
    let figures = |row: &Row<'_>| -> Vec<Value> {
        row.timings
            .iter()
            .map(|timing| {
                json!({
                    "case": row.case.name,
                    "key": row.key.name(),
                    "peer": timing.peer.name(),
                    "derives_key": row.key == Key::Fresh || !timing.peer.takes_a_key(),
                    "median_ns": timing.median,
                    "tenth_ns": timing.tenth,
                    "times_limit": row.ratio(timing.peer, Peer::Limit),
                    "aws_sigv4_times_this": row.ratio(Peer::AwsSigv4, timing.peer),
                })
            })
            .collect()
    };
    json!(rows.iter().flat_map(figures).collect::<Vec<_>>())
}

/// Each goal, and whether all of them are met.
pub fn goals(rows: &[Row<'_>]) -> (String, bool) {
    let mut text = String::new();
    let mut all = true;
    let mut say = |what: &str, holds: bool| {
        text += &format!("{:6}  {what}\n", if holds { "holds" } else { "BROKEN" });
        all &= holds;
    };
    let judged = rows.iter().filter(|row| {
        row.key == Key::Cached && matches!(row.case.form, Form::Header | Form::Query)
    });
    for row in judged {
        let title = row.case.title;
        if let Some(ratio) = row.ratio(Peer::Ours, Peer::Limit) {
            let what = format!("{title}: {ratio:.2} x limit, at most {MOST_TIMES_LIMIT}");
            say(&what, ratio <= MOST_TIMES_LIMIT);
        }
        let ratios =
            row.ratio(Peer::AwsSigv4, Peer::Ours).zip(row.ratio(Peer::AwsSigv4, Peer::Limit));
        if let (Some((ours, limit)), false) = (ratios, row.case.large) {
            let what = format!(
                "{title}: aws-sigv4 takes {ours:.1} x ours, at least {LEAST_TIMES_FASTER} \
                 (it takes {limit:.1} x limit)"
            );
            say(&what, ours >= LEAST_TIMES_FASTER);
        }
    }
    (text, all)
}
