//! Formats the results: a table, JSON, and whether the goals are met.

use serde_json::{Value, json};

use crate::peers::{OURS, SMITHY};
use crate::timing::Row;

impl Row<'_> {
    fn per_event(&self, of_stream: f64) -> f64 {
        of_stream / self.case.payloads.len() as f64
    }
}

/// How many times as long as ours this peer takes for the same work.
fn times_ours(rows: &[Row<'_>], row: &Row<'_>) -> Option<f64> {
    let is_same = |other: &&Row<'_>| {
        other.job.peer == OURS && other.case.name == row.case.name && other.job.work == row.job.work
    };
    Some(row.median / rows.iter().find(is_same)?.median)
}

pub fn table(rows: &[Row<'_>]) -> String {
    let head = ["stream", "", "peer", "ns per event", "\u{d7} ours", "events per s", "MB/s"];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines[0].extend(["allocations per event", "allocated bytes per event"].map(str::to_owned));
    for row in rows {
        let allocated = |number: Option<usize>| {
            number.map_or("–".to_owned(), |it| format!("{:.2}", row.per_event(it as f64)))
        };
        lines.push(vec![
            row.case.title.to_owned(),
            row.job.work.name().to_owned(),
            row.job.peer.to_owned(),
            format!("{:.0}", row.per_event(row.median)),
            times_ours(rows, row).map_or("–".to_owned(), |ratio| format!("{ratio:.2}")),
            format!("{:.0}", 1e9 / row.per_event(row.median)),
            format!("{:.0}", row.case.bytes() as f64 * 1000.0 / row.median),
            allocated(row.allocated.map(|it| it.times)),
            allocated(row.allocated.map(|it| it.bytes)),
        ]);
    }
    format!("{}\n{}\n", markdown(&lines), versions())
}

/// The versions of the peer in Rust, and of the checksum crate that ours uses too.
fn versions() -> String {
    const LOCK: &str = include_str!("../../Cargo.lock");
    let version = |package: &str| {
        let (_, after) = LOCK.split_once(&format!("name = \"{package}\"\nversion = \""))?;
        Some(format!("{package} {}", after.split_once('"')?.0))
    };
    [SMITHY, "crc32fast"].into_iter().filter_map(version).collect::<Vec<_>>().join(", ")
}

/// The first line is the head; the first three columns are text.
fn markdown(lines: &[Vec<String>]) -> String {
    const TEXTS: usize = 3;
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
            "case": row.case.name,
            "bytes": row.case.bytes(),
            "events": row.case.payloads.len(),
            "work": row.job.work.name(),
            "peer": row.job.peer,
            "median_ns": row.median,
            "tenth_ns": row.tenth,
            "events_per_second": 1e9 / row.per_event(row.median),
            "times_ours": times_ours(rows, row),
            "allocations": row.allocated.map(|it| it.times),
            "allocated_bytes": row.allocated.map(|it| it.bytes),
        })
    });
    figures.collect()
}

/// Each goal, and whether all of them are met.
pub fn goals(rows: &[Row<'_>]) -> (String, bool) {
    let mut text = String::new();
    let mut all = true;
    for row in rows.iter().filter(|row| row.job.peer == SMITHY) {
        let Some(ratio) = times_ours(rows, row) else { continue };
        let least = row.case.least_times_faster;
        let holds = ratio >= least;
        text += &format!(
            "{:6}  {}, {}: {SMITHY} takes {ratio:.2} x ours, at least {least}\n",
            if holds { "holds" } else { "BROKEN" },
            row.case.title,
            row.job.work.name(),
        );
        all &= holds;
    }
    (text, all)
}
