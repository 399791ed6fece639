//! Times as API Gateway writes them: seconds since 1970, perhaps with a fraction.

use std::time::{Duration, SystemTime};

use serde::de::Error;
use serde::{Deserialize, Deserializer};

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<SystemTime>, D::Error> {
    let Some(seconds) = Option::<f64>::deserialize(deserializer)? else { return Ok(None) };
    let distance = Duration::try_from_secs_f64(seconds.abs()).map_err(D::Error::custom)?;
    let time = if seconds < 0.0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    };
    time.map(Some).ok_or_else(|| D::Error::custom("the time is out of range"))
}
