//! Prints what was measured: a table, JSON, and whether the goals are met.

use serde_json::{Value, json};

use crate::documents::Format;
use crate::timing::Row;

/// Ours in times serde_json, and in times the fastest peer of CBOR.
const MOST_TIMES: f64 = 1.2;
/// quick-xml in times ours.
const LEAST_TIMES_FASTER: f64 = 2.0;

impl Row<'_> {
    fn is_ours(&self) -> bool {
        self.job.peer == "ours"
    }

    fn is_beside(&self, other: &Self) -> bool {
        self.case.title == other.case.title && self.job.direction == other.job.direction
    }
}

/// The fastest peer at the same, with the same types where a peer has these.
fn best<'r, 'a>(rows: &'r [Row<'a>], row: &Row<'a>) -> Option<&'r Row<'a>> {
    let peers = rows.iter().filter(|other| !other.is_ours() && other.is_beside(row));
    peers.min_by(|a, b| {
        let has_others = |peer: &Row<'_>| peer.job.types != row.job.types;
        has_others(a).cmp(&has_others(b)).then(a.median.total_cmp(&b.median))
    })
}

pub fn table(rows: &[Row<'_>]) -> String {
    let head = ["document", "", "peer", "types", "\u{b5}s", "\u{d7} fastest peer", "MB/s"];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines[0].extend(["allocations", "allocated kB"].map(str::to_owned));
    for row in rows {
        let ratio = best(rows, row).map_or(f64::NAN, |best| row.median / best.median);
        lines.push(vec![
            format!("{}, {} kB", row.case.title, row.case.bytes / 1000),
            row.job.direction.name().to_owned(),
            row.job.peer.to_owned(),
            row.job.types.to_owned(),
            format!("{:.0}", row.median / 1000.0),
            format!("{ratio:.2}"),
            format!("{:.0}", row.case.bytes as f64 * 1000.0 / row.median),
            row.allocated.times.to_string(),
            (row.allocated.bytes / 1000).to_string(),
        ]);
    }
    format!("{}\n{}\n", markdown(&lines), versions())
}

/// Of the peers.
fn versions() -> String {
    const LOCK: &str = include_str!("../../Cargo.lock");
    let version = |package: &str| {
        let (_, after) = LOCK.split_once(&format!("name = \"{package}\"\nversion = \""))?;
        Some(format!("{package} {}", after.split_once('"')?.0))
    };
    let peers = ["serde_json", "quick-xml", "cbor4ii", "minicbor-serde", "cbor2", "ciborium"];
    peers.into_iter().filter_map(version).collect::<Vec<_>>().join(", ")
}

/// The first line is the head; the first four columns are text.
fn markdown(lines: &[Vec<String>]) -> String {
    const TEXTS: usize = 4;
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max()
    };
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        for (column, cell) in line.iter().enumerate() {
            let width = width(column).unwrap_or_default();
            text += &match column {
                0..TEXTS => format!("| {cell:<width$} "),
                _ => format!("| {cell:>width$} "),
            };
        }
        text += "|\n";
        if number == 0 {
            for column in 0..line.len() {
                text += if column < TEXTS { "| --- " } else { "| ---: " };
            }
            text += "|\n";
        }
    }
    text
}

pub fn json(rows: &[Row<'_>]) -> Value {
    let figures = rows.iter().map(|row| {
        json!({
            "case": row.case.title,
            "bytes": row.case.bytes,
            "direction": row.job.direction.name(),
            "peer": row.job.peer,
            "types": row.job.types,
            "median_ns": row.median,
            "tenth_ns": row.tenth,
            "times_fastest_peer": best(rows, row).map(|best| row.median / best.median),
            "allocations": row.allocated.times,
            "allocated_bytes": row.allocated.bytes,
        })
    });
    figures.collect()
}

/// Each goal, and whether all of them are met.
pub fn goals(rows: &[Row<'_>]) -> (String, bool) {
    let mut text = String::new();
    let mut all = true;
    for row in rows.iter().filter(|row| row.is_ours()) {
        let Some(best) = best(rows, row) else { continue };
        // The peer has to be one for the same types; quick-xml's are a mirror of ours.
        if row.case.format != Format::Xml && best.job.types != row.job.types {
            continue;
        }
        let what =
            format!("{}, {}, {} types", row.case.title, row.job.direction.name(), row.job.types);
        let (slower, faster) = (row.median / best.median, best.median / row.median);
        let peer = best.job.peer;
        let (goal, holds) = match row.case.format {
            Format::Xml => (
                format!("{peer} takes {faster:.2} x ours, at least {LEAST_TIMES_FASTER}"),
                faster >= LEAST_TIMES_FASTER,
            ),
            Format::Json | Format::Cbor => {
                (format!("{slower:.2} x {peer}, at most {MOST_TIMES}"), slower <= MOST_TIMES)
            }
        };
        text += &format!("{:6}  {what}: {goal}\n", if holds { "holds" } else { "BROKEN" });
        all &= holds;
    }
    (text, all)
}
