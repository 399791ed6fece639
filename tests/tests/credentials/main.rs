//! Credentials that are fetched once for all, in time, in virtual time; and chains of providers.

mod cache;
mod chain;
mod provider;
mod reentry;
