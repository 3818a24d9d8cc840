//! Numbers within bounds.

use serde_json::{Number, Value};

use super::dialect::range;
use super::plan::{Bound, Kind, Plan};

/// Formats of numbers that 64 bits do not hold.
const EXACT: [&str; 9] =
    ["decimal", "bigdecimal", "big-decimal", "decimal128", "bigint", "biginteger", "big-integer", "int128", "uint128"];

/// The texts of numbers that a plan allows, a usual one first.
pub(super) fn numbers(plan: &Plan<'_>, kind: Kind) -> Vec<String> {
    let is_exact = plan.formats.iter().any(|format| EXACT.contains(format));
    let ranges: Vec<(i64, u64)> = plan.formats.iter().filter_map(|format| range(format)).collect();
    if kind == Kind::Integer || !ranges.is_empty() {
        return integers(plan, &ranges, is_exact);
    }
    let mut texts = floats(plan);
    if is_exact && plan.low.is_empty() && plan.high.is_empty() && plan.steps.is_empty() {
        texts.extend(["12345678901234567890.123456789", "-0.1000000000000000000001"].map(str::to_owned));
    }
    texts
}

fn integers(plan: &Plan<'_>, ranges: &[(i64, u64)], is_exact: bool) -> Vec<String> {
    let low = plan.low.iter().filter_map(|bound| whole(*bound, 1)).max();
    let high = plan.high.iter().filter_map(|bound| whole(*bound, -1)).min();
    // A bound near the end of 64 bits stands for that end: many writers of JSON round it.
    let near = 1 << 20;
    let (mut least, mut most) = (i128::from(i64::MIN), i128::from(i64::MAX));
    if is_exact && low.is_none() && high.is_none() {
        let large = 10_i128.pow(30) + 1;
        (least, most) = if plan.formats.contains(&"uint128") { (0, large) } else { (-large, large) };
    }
    least = low.map_or(least, |low| if low < least - near { low } else { low.max(least) });
    most = high.map_or(most, |high| if high > most + near { high } else { high.min(most) });
    for (low, high) in ranges {
        let (low, high) = (i128::from(*low), i128::from(*high));
        // An unsigned format alone reaches beyond what is signed.
        most = if plan.high.is_empty() && most == i64::MAX.into() { high } else { most.min(high) };
        least = least.max(low);
    }
    let step = plan.steps.iter().filter(|step| step.fract() == 0.0).map(|step| *step as i128).max().unwrap_or(1).max(1);
    let up = |number: i128| number + (step - number.rem_euclid(step)) % step;
    let down = |number: i128| number - number.rem_euclid(step);
    let (least, most) = (up(least), down(most));
    let usual = down(42_i128.clamp(least, most.max(least))).max(least);
    let candidates = [
        usual,
        least,
        most,
        least + step,
        most - step,
        0,
        -step,
        step,
        down((1 << 53) + 1),
        down(i64::from(i32::MAX).into()),
    ];
    let mut texts: Vec<String> = Vec::new();
    for number in candidates.into_iter().filter(|number| (least..=most).contains(number)) {
        let text = number.to_string();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// The first whole number within a bound.
fn whole(bound: Bound<'_>, inwards: i128) -> Option<i128> {
    let Value::Number(number) = bound.value else { return None };
    if let Some(exact) = number.as_i128() {
        return Some(if bound.exclusive { exact + inwards } else { exact });
    }
    let number = number.as_f64()?;
    let inner = if inwards > 0 { number.ceil() } else { number.floor() };
    let on_bound = bound.exclusive && inner == number;
    Some(inner as i128 + if on_bound { inwards } else { 0 })
}

fn floats(plan: &Plan<'_>) -> Vec<String> {
    let value = |bound: &Bound<'_>| bound.value.as_f64();
    let low = plan.low.iter().filter_map(value).fold(f64::NEG_INFINITY, f64::max);
    let high = plan.high.iter().filter_map(value).fold(f64::INFINITY, f64::min);
    let largest = if plan.formats.contains(&"float") { 3.402_823_5e38 } else { 1.797_693_134_862_315_7e308 };
    let step = plan.steps.iter().copied().reduce(f64::max);
    let middle = match (low.is_finite(), high.is_finite()) {
        (true, true) => f64::midpoint(low, high),
        (true, false) => low + 1.5,
        (false, true) => high - 1.5,
        (false, false) => 1.5,
    };
    let mut candidates = vec![middle, low, high];
    if let Some(step) = step {
        let aligned = (middle / step).round() * step;
        candidates = vec![aligned, (low / step).ceil() * step, (high / step).floor() * step, step, 0.0];
    } else {
        let span = if (high - low).is_finite() { (high - low) / 1024.0 } else { 0.001 };
        candidates.extend([low + span, high - span, 0.0, 1.0, -0.5, 0.1, 1e-7, 123_456_789.125, 1e21]);
        // With all digits that a double has, and at its ends.
        candidates.extend([0.300_000_000_000_000_04, 97_656.249_990_234_37, -5e-324, largest, -largest]);
    }
    let within = |number: &f64| {
        let above = plan.low.iter().all(|bound| inside(bound, *number, f64::gt));
        number.is_finite() && above && plan.high.iter().all(|bound| inside(bound, *number, f64::lt))
    };
    let mut texts: Vec<String> = Vec::new();
    for number in candidates.into_iter().filter(within) {
        let text = text(number);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn inside(bound: &Bound<'_>, number: f64, beyond: fn(&f64, &f64) -> bool) -> bool {
    bound
        .value
        .as_f64()
        .is_none_or(|bound_value| beyond(&number, &bound_value) || (!bound.exclusive && number == bound_value))
}

/// A number in JSON, whole ones without a fraction.
fn text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return (number as i64).to_string();
    }
    Number::from_f64(number).map_or_else(|| "0".to_owned(), |number| number.to_string())
}
