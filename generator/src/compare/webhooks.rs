//! What the API sends of itself.

use super::parameters::are_called_alike;
use super::relation::Relation;
use super::responses::covers;
use super::{Code, Differ, Place, Ways, rules};
use crate::model::{Answer, ParameterPlace, Payload, Webhook, WebhookKind, WebhookParameter, Webhooks};

impl Differ<'_> {
    pub(super) fn webhooks(&mut self) {
        let (old, new) = (self.old.model, self.new.model);
        for kind in [WebhookKind::Webhook, WebhookKind::Callback] {
            let of_kind = |all: &'_ [Webhooks]| all.iter().position(|one| one.kind == kind);
            let before = of_kind(&old.webhooks).and_then(|at| old.webhooks.get(at));
            let after = of_kind(&new.webhooks).and_then(|at| new.webhooks.get(at));
            self.of_kind(kind, before, after);
        }
    }

    fn of_kind(&mut self, kind: WebhookKind, old: Option<&Webhooks>, new: Option<&Webhooks>) {
        let all = |of_kind: Option<&'_ Webhooks>| of_kind.map(|found| found.webhooks.clone()).unwrap_or_default();
        let (before, after) = (all(old), all(new));
        let at = |webhook: &Webhook| {
            let of = format!("{}::{}::{}", kind.module(), kind.type_name(), webhook.variant);
            Place::new(&webhook.pointer, of, Ways::RESPONSES)
        };
        for webhook in &before {
            match after.iter().find(|other| other.wire == webhook.wire) {
                Some(other) => self.webhook(&at(other), webhook, other),
                None => self.tell(&rules::WEBHOOK_REMOVED, &at(webhook), Code::before(&webhook.variant)),
            }
        }
        for webhook in after.iter().filter(|webhook| !before.iter().any(|other| other.wire == webhook.wire)) {
            self.tell(&rules::WEBHOOK_ADDED, &at(webhook), Code::after(&webhook.variant));
        }
        let (Some(old), Some(new)) = (old, new) else { return };
        let of = format!("{}::{}", kind.module(), kind.type_name());
        let place = Place::new(format!("/{}", kind.module()), of, Ways::RESPONSES);
        if old.tag.is_none() && new.tag.is_none() {
            let numbered = |webhooks: &[Webhook]| -> Vec<(String, bool)> {
                webhooks.iter().map(|one| (one.variant.clone(), one.payload == Payload::Empty)).collect()
            };
            self.numbers(&place, &numbered(&before), &numbered(&after));
        }
        match (&old.tag, &new.tag) {
            (None, Some(tag)) => self.tell(&rules::WEBHOOK_TAG_ADDED, &place, Code::after(tag)),
            (Some(tag), None) => self.tell(&rules::WEBHOOK_TAG_REMOVED, &place, Code::before(tag)),
            (Some(before), Some(after)) if before != after => {
                self.tell(&rules::UNION_TAG_CHANGED, &place, Code::both(before, after));
            }
            _ => {}
        }
    }

    fn webhook(&mut self, place: &Place, old: &Webhook, new: &Webhook) {
        self.renamed(place, &old.variant, &new.variant);
        self.renamed(place, &old.function, &new.function);
        if old.method != new.method {
            self.tell(&rules::WEBHOOK_METHOD_CHANGED, place, Code::both(&old.method, &new.method));
        }
        let code = Code::both(
            self.old.signatures.payload(&old.payload, false),
            self.new.signatures.payload(&new.payload, false),
        );
        self.payload(&place.child(&["requestBody"], place.of.clone()), &old.payload, &new.payload, code);
        if ![&old.payload, &new.payload].contains(&&Payload::Empty) {
            let at = place.child(&["requestBody"], place.of.clone());
            match (old.required, new.required) {
                (true, false) => self.tell(&rules::WEBHOOK_BODY_NOT_PROMISED, &at, Code::none()),
                (false, true) => self.tell(&rules::WEBHOOK_BODY_PROMISED, &at, Code::none()),
                _ => {}
            }
        }
        self.answers(&place.clone().with_ways(Ways::REQUESTS), &old.answers, &new.answers);
        self.received_parameters(place, &old.parameters, &new.parameters);
        self.described(
            place,
            (&old.summary, &old.description, old.deprecated),
            (&new.summary, &new.description, new.deprecated),
        );
    }

    fn answers(&mut self, place: &Place, old: &[Answer], new: &[Answer]) {
        let at = |answer: &Answer| place.child(&["responses", &answer.status], place.of.clone());
        for before in old {
            let is_same = |after: &&Answer| after.status == before.status;
            let is_range = |after: &&Answer| covers(&after.status, &before.status);
            let Some(after) = new.iter().find(is_same).or_else(|| new.iter().find(is_range)) else {
                self.tell(&rules::WEBHOOK_ANSWER_REMOVED, &at(before), Code::before(&before.status));
                continue;
            };
            let differs = match (&before.ty, &after.ty) {
                (Some(old), Some(new)) => self.relation(old, new) != Relation::Same,
                (None, None) => false,
                _ => true,
            };
            if differs {
                self.tell(&rules::WEBHOOK_ANSWER_CHANGED, &at(after), Code::none());
            }
        }
        let is_known = |after: &Answer| {
            old.iter().any(|before| before.status == after.status || covers(&before.status, &after.status))
        };
        for after in new.iter().filter(|after| !is_known(after)) {
            self.tell(&rules::WEBHOOK_ANSWER_ADDED, &at(after), Code::after(&after.status));
        }
    }

    fn received_parameters(&mut self, place: &Place, old: &[WebhookParameter], new: &[WebhookParameter]) {
        let is_same = |one: &WebhookParameter, other: &WebhookParameter| {
            one.place == other.place && are_called_alike((one.place, &one.wire), (other.place, &other.wire))
        };
        let shown = |parameter: &WebhookParameter| {
            let kind = match parameter.place {
                ParameterPlace::Path => "path",
                ParameterPlace::Header => "header",
                ParameterPlace::Query => "query",
                ParameterPlace::Cookie => "cookie",
            };
            format!("{kind} {}", parameter.wire)
        };
        for before in old.iter().filter(|before| !new.iter().any(|after| is_same(before, after))) {
            self.tell(&rules::WEBHOOK_PARAMETER_REMOVED, place, Code::before(shown(before)));
        }
        for after in new.iter().filter(|after| !old.iter().any(|before| is_same(before, after))) {
            self.tell(&rules::WEBHOOK_PARAMETER_ADDED, place, Code::after(shown(after)));
        }
        for after in new {
            let Some(before) = old.iter().find(|before| is_same(before, after)) else { continue };
            if before.kind != after.kind {
                let code = Code::both(
                    format!("{}: {}", shown(before), before.kind),
                    format!("{}: {}", shown(after), after.kind),
                );
                self.tell(&rules::WEBHOOK_PARAMETER_CHANGED, place, code);
            }
            match (before.required, after.required) {
                (true, false) => self.tell(&rules::WEBHOOK_PARAMETER_NOT_PROMISED, place, Code::after(shown(after))),
                (false, true) => self.tell(&rules::WEBHOOK_PARAMETER_PROMISED, place, Code::after(shown(after))),
                _ => {}
            }
        }
    }
}
