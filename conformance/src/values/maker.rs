//! Makes one value from the schemas that hold for it.

use rand_pcg::Pcg64;
use serde_json::Value;

use super::chooser::{About, Chooser, Extent, depth};
use super::discriminator::Discriminator;
use super::json::Json;
use super::numbers::numbers;
use super::original::{Original, SCHEMAS, list, places, reference};
use super::plan::{Kind, Plan};
use super::strings::Strings;

/// How deep values are made at most.
const DEEPEST: usize = 40;

/// That there is no value.
pub(super) struct Dead;

pub(super) struct Maker<'a, 'm> {
    pub(super) document: &'a Original,
    pub(super) strings: &'m mut Strings,
    pub(super) rng: &'m mut Pcg64,
    pub(super) chooser: Chooser,
    /// The schemas, by address, of the values around the one that is made.
    pub(super) making: Vec<Vec<usize>>,
    /// How many values may still be made where none is required.
    pub(super) left: usize,
}

/// How a schema came to hold at a place.
#[derive(Clone, Default)]
struct Origin {
    /// The schema's pointer, where it has a name.
    own: Option<String>,
    /// The named schema that extends it through `allOf`, or that it is itself.
    heir: Option<String>,
}

impl<'a> Maker<'a, '_> {
    /// A value of the schema at a pointer.
    pub(super) fn make(&mut self, pointer: &str) -> Result<Json, Dead> {
        let mut plan = Plan::default();
        let at = &mut String::new();
        for place in places(pointer) {
            let schema = self.document.at(place).ok_or(Dead)?;
            let named = place.starts_with(SCHEMAS).then(|| place.to_owned());
            self.gather(&mut plan, schema, Origin { own: named.clone(), heir: named }, at);
        }
        self.value(plan, None, at)
    }

    /// A value of a member or an item.
    fn child(&mut self, schemas: &[&'a Value], tag: Option<&str>, name: &str, at: &mut String) -> Result<Json, Dead> {
        if self.making.len() > DEEPEST {
            return Err(Dead);
        }
        let length = at.len();
        at.push('/');
        at.push_str(&segment(name));
        let mut plan = Plan::default();
        schemas.iter().for_each(|schema| self.gather(&mut plan, schema, Origin::default(), at));
        let value = self.value(plan, tag, at);
        at.truncate(length);
        value
    }

    fn value(&mut self, mut plan: Plan<'a>, tag: Option<&str>, at: &mut String) -> Result<Json, Dead> {
        self.left = self.left.saturating_sub(1);
        match tag {
            _ if plan.dead => Err(Dead),
            // Authors list other values than they map: then those hold.
            Some(tag) if plan.values.as_ref().is_none_or(|values| values.iter().any(|value| *value == tag)) => {
                Ok(Json::string(tag))
            }
            _ => {
                self.making.push(std::mem::take(&mut plan.visited));
                let value = self.of_plan(&plan, at);
                self.making.pop();
                value
            }
        }
    }

    /// Adds a schema and all that it refers to; decides its unions.
    fn gather(&mut self, plan: &mut Plan<'a>, schema: &'a Value, origin: Origin, at: &mut String) {
        if plan.visited.contains(&address(schema)) {
            return;
        }
        plan.visited.push(address(schema));
        if let Some(text) = reference(schema) {
            let Some((pointer, target)) = self.document.target(text) else {
                plan.dead = true;
                return;
            };
            let heir = origin.heir.clone().or_else(|| Some(pointer.clone()));
            self.gather(plan, target, Origin { own: Some(pointer), heir }, at);
        }
        plan.add(schema);
        // What a nameless schema extends is extended by no schema that a tag can name.
        let extended = Origin { own: None, heir: origin.heir.clone().or_else(|| Some(String::new())) };
        for member in list(schema, "allOf") {
            self.gather(plan, member, extended.clone(), at);
        }
        let discriminator = Discriminator::of(self.document, schema);
        if let Some(discriminator) = discriminator.filter(|discriminator| !discriminator.is_of_union()) {
            self.inherit(plan, discriminator, &origin, at);
        }
        for keyword in ["oneOf", "anyOf"] {
            let members = list(schema, keyword);
            if !members.is_empty() {
                self.decide(plan, members, discriminator, keyword == "anyOf", at);
            }
        }
    }

    /// Lets an object be of a schema that extends the one with the discriminator, and say so.
    fn inherit(&mut self, plan: &mut Plan<'a>, discriminator: Discriminator<'a>, origin: &Origin, at: &mut String) {
        let own = origin.own.as_deref();
        if let Some(heir) = origin.heir.as_deref().filter(|heir| Some(*heir) != own && !heir.is_empty()) {
            let tags = discriminator.tags(heir, own);
            self.tag(plan, discriminator.property, tags, at);
            return;
        }
        let mut meanings = discriminator.meanings(own);
        meanings.sort_by_key(|meaning| Some(meaning.pointer.as_str()) != own);
        if meanings.is_empty() {
            return;
        }
        let way = self.chooser.choose(at, "heir", meanings.len(), 0, About::Shape);
        let meaning = meanings.swap_remove(way);
        at.push_str(&format!("|heir={way}"));
        plan.tags.push((discriminator.property, meaning.tag));
        if Some(meaning.pointer.as_str()) != own
            && let Some(schema) = self.document.at(&meaning.pointer)
        {
            self.gather(plan, schema, Origin { own: Some(meaning.pointer.clone()), heir: Some(meaning.pointer) }, at);
        }
    }

    fn tag(&mut self, plan: &mut Plan<'a>, property: &'a str, mut tags: Vec<String>, at: &str) {
        if !tags.is_empty() {
            let way = self.chooser.choose(at, "tag", tags.len(), 0, About::Length);
            plan.tags.push((property, tags.swap_remove(way)));
        }
    }

    /// Chooses a member of a union, or for `anyOf` all of them.
    fn decide(
        &mut self,
        plan: &mut Plan<'a>,
        members: &'a [Value],
        discriminator: Option<Discriminator<'a>>,
        is_any: bool,
        at: &mut String,
    ) {
        // Where the value is of a member from the start, that is decided.
        if members.iter().any(|member| plan.visited.contains(&address(member))) {
            return;
        }
        let union = plan.unions;
        plan.unions += 1;
        // A tag means one member.
        let may_be_all = is_any && members.len() > 1 && discriminator.is_none();
        let ways = members.len() + usize::from(may_be_all);
        let ends = |member: &&Value| !self.is_around(member, 1);
        let first = members.iter().position(|member| ends(&member)).unwrap_or(0);
        let shifted = (first + self.chooser.offset) % members.len();
        let usual = if members.get(shifted).is_some_and(|member| ends(&member)) { shifted } else { first };
        let way = self.chooser.choose(at, &format!("union{union}"), ways, usual, About::Shape);
        at.push_str(&format!("|union{union}={way}"));
        let Some(member) = members.get(way) else {
            members.iter().for_each(|member| self.gather(plan, member, Origin::default(), at));
            return;
        };
        if let Some(discriminator) = discriminator
            && let Some((pointer, _)) = reference(member).and_then(|text| self.document.target(text))
        {
            self.tag(plan, discriminator.property, discriminator.tags(&pointer, None), at);
        }
        self.gather(plan, member, Origin::default(), at);
    }

    fn of_plan(&mut self, plan: &Plan<'a>, at: &mut String) -> Result<Json, Dead> {
        let about = if at.is_empty() { About::Length } else { About::Leaf };
        // Samples stand beside what is made: they are no part of what rotates.
        let offset = std::mem::take(&mut self.chooser.offset);
        // Chance makes no use of them: too many are wrong.
        let samples = if self.chooser.extent == Extent::Random { 0 } else { plan.samples.len() };
        let sample = self.chooser.choose(at, "sample", samples + 1, 0, about);
        let is_deep = self.making.len() > DEEPEST / 2;
        let null = plan.is_null()
            || plan.offers_null() && self.chooser.choose(at, "null", 2, usize::from(is_deep), About::Shape) == 1;
        self.chooser.offset = offset;
        if let Some(sample) = sample.checked_sub(1).and_then(|index| plan.samples.get(index)) {
            return Ok(Json::from(*sample));
        }
        if null {
            return Ok(Json::Null);
        }
        if let Some(values) = &plan.values {
            let values: Vec<&Value> = values.iter().copied().filter(|value| !value.is_null()).collect();
            let way = self.chooser.choose(at, "enum", values.len(), 0, About::Leaf);
            return values.get(way).map(|value| Json::from(*value)).ok_or(Dead);
        }
        let kinds = plan.kinds();
        let way = self.chooser.choose(at, "type", kinds.len(), 0, About::Shape);
        match kinds.get(way).ok_or(Dead)? {
            Kind::Null => Ok(Json::Null),
            Kind::Boolean => Ok(Json::Bool(self.chooser.choose(at, "bool", 2, 0, About::Leaf) == 0)),
            kind @ (Kind::Integer | Kind::Number) => self
                .leaf(at, if *kind == Kind::Integer { "integer" } else { "number" }, numbers(plan, *kind))
                .map(Json::Number),
            Kind::String => {
                let texts = self.strings.of(plan, self.rng);
                self.leaf(at, "string", texts).map(Json::String)
            }
            Kind::Array => self.array(plan, at),
            Kind::Object => self.object(plan, at),
        }
    }

    fn leaf(&mut self, at: &str, what: &str, mut texts: Vec<String>) -> Result<String, Dead> {
        if texts.is_empty() {
            return Err(Dead);
        }
        let way = self.chooser.choose(at, what, texts.len(), 0, About::Leaf);
        Ok(texts.swap_remove(way))
    }

    fn array(&mut self, plan: &Plan<'a>, at: &mut String) -> Result<Json, Dead> {
        let (least, most) = (plan.length.least, plan.length.most.unwrap_or(u64::MAX));
        if least > 200 {
            return Err(Dead);
        }
        let mut lengths: Vec<u64> = Vec::new();
        for length in [1, 0, 2, least, most] {
            let length = length.clamp(least, most.max(least));
            if !lengths.contains(&length) && (length == least || length <= 20) {
                lengths.push(length);
            }
        }
        let some = self.chooser.is_full(at) || self.chooser.leads(&format!("{at}/0"));
        let around = plan.items.iter().any(|schema| self.is_around(schema, 1 + usize::from(some)));
        let wanted = if some && !around && self.left > 0 { least.max(1) } else { least };
        let usual = lengths.iter().position(|length| *length == wanted).unwrap_or(0);
        let way = self.chooser.choose(at, "length", lengths.len(), usual, About::Length);
        let length = *lengths.get(way).ok_or(Dead)?;
        let mut items = Vec::new();
        let offset = self.chooser.offset;
        for index in 0..length {
            let place = usize::try_from(index).unwrap_or(0);
            self.chooser.offset = offset + place;
            match self.child(&plan.item(place), None, &index.to_string(), at) {
                Ok(item) if plan.unique && items.contains(&item) => {}
                Ok(item) => items.push(item),
                Err(Dead) if least == 0 => break,
                Err(Dead) => {
                    self.chooser.offset = offset;
                    return Err(Dead);
                }
            }
        }
        self.chooser.offset = offset;
        Ok(Json::Array(items))
    }

    fn object(&mut self, plan: &Plan<'a>, at: &mut String) -> Result<Json, Dead> {
        let mut members: Vec<(String, Json)> = Vec::new();
        let full = self.chooser.is_full(at);
        let most = plan.size.most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        let (required, optional): (Vec<&str>, Vec<&str>) =
            plan.names().into_iter().partition(|name| plan.required.contains(name) || plan.tag(name).is_some());
        for name in required {
            let schemas = plan.member(name).ok_or(Dead)?;
            members.push((name.to_owned(), self.child(&schemas, plan.tag(name), name, at)?));
        }
        let mut spare = Vec::new();
        for name in optional {
            let Some(schemas) = plan.member(name) else { continue };
            let place = format!("{at}/{}", segment(name));
            let around = schemas.iter().any(|schema| self.is_around(schema, 2));
            let wanted = self.chooser.wants(&place) || (full && self.left > 0 && !around);
            if !wanted || members.len() >= most {
                spare.push((name, schemas));
            } else if let Ok(value) = self.child(&schemas, None, name, at) {
                members.push((name.to_owned(), value));
            }
        }
        for (name, schemas) in spare {
            if members.len() as u64 >= plan.size.least {
                break;
            }
            members.extend(self.child(&schemas, None, name, at).ok().map(|value| (name.to_owned(), value)));
        }
        self.others(plan, at, full, most, &mut members);
        Ok(Json::Object(members))
    }

    /// Adds members that no schema names, where the schemas ask for them.
    fn others(&mut self, plan: &Plan<'a>, at: &mut String, full: bool, most: usize, members: &mut Vec<(String, Json)>) {
        if !plan.is_open() || members.len() >= most {
            return;
        }
        let names = ["additionalKey", "odd key/~ \"\u{e9}\""];
        let leads = names.iter().position(|name| self.chooser.wants(&format!("{at}/{}", segment(name))));
        let usual = leads.map_or(usize::from(full && depth(at) < 6), |index| index + 1);
        let way = self.chooser.choose(at, "others", names.len() + 1, usual, About::Length);
        let mut chosen: Vec<String> =
            way.checked_sub(1).and_then(|index| names.get(index)).map(|name| (*name).to_owned()).into_iter().collect();
        let missing = usize::try_from(plan.size.least).unwrap_or(usize::MAX).saturating_sub(members.len());
        chosen.extend((chosen.len()..missing.min(100)).map(|number| format!("key{number}")));
        for name in chosen {
            let Some(schemas) = plan.member(&name) else { continue };
            if members.iter().all(|(other, _)| *other != name)
                && let Ok(value) = self.child(&schemas, None, &name, at)
            {
                members.push((name, value));
            }
        }
    }

    /// Whether so many values around the one that is made are of a schema.
    fn is_around(&self, schema: &Value, times: usize) -> bool {
        let core = self.core(schema);
        let limit = if self.chooser.extent == Extent::Least { 1 } else { times };
        self.making.iter().filter(|schemas| schemas.contains(&core)).count() >= limit
    }

    /// The address of the schema that a reference leads to.
    fn core(&self, schema: &Value) -> usize {
        let mut schema = schema;
        for _ in 0..16 {
            let only = match list(schema, "allOf") {
                [only] => only,
                _ => schema,
            };
            match reference(only).and_then(|text| self.document.target(text)) {
                Some((_, target)) => schema = target,
                None => break,
            }
        }
        address(schema)
    }
}

/// What tells a schema from all others of its document.
fn address(schema: &Value) -> usize {
    std::ptr::from_ref(schema) as usize
}

/// A name as a part of a place.
fn segment(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1").replace('|', "~2")
}
