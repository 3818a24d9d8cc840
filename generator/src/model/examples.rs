//! Which operations the examples of a client call.

use super::{BodyKind, Model, Names, Operation, PartKind, Payload, Success};

/// What an example is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Example {
    /// A call.
    Call,
    /// Files that a client receives.
    Download,
    /// What a failure carries.
    Errors,
    /// Pages that follow each other.
    Pages,
    /// What comes piece by piece.
    Stream,
    /// Files that a client sends.
    Upload,
}

impl Example {
    const ALL: [Self; 6] = [Self::Call, Self::Download, Self::Errors, Self::Pages, Self::Stream, Self::Upload];

    /// What it is called among the names.
    fn part(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Download => "download",
            Self::Errors => "errors",
            Self::Pages => "pages",
            Self::Stream => "stream",
            Self::Upload => "upload",
        }
    }

    /// Whether an operation has what it is about.
    fn fits(self, operation: &Operation) -> bool {
        match self {
            Self::Call => true,
            Self::Download | Self::Stream => self.streams(operation),
            Self::Errors => !operation.errors.is_empty(),
            Self::Pages => operation.pages.is_some(),
            Self::Upload => operation.bodies.iter().find(|body| body.required).is_some_and(|body| uploads(&body.kind)),
        }
    }

    fn streams(self, operation: &Operation) -> bool {
        let alternatives = operation.alternatives.iter().map(|alternative| &alternative.success);
        [&operation.success].into_iter().chain(alternatives).any(|success| self.streamed(success).is_some())
    }

    /// The stream that is a success of its kind, if it is nothing else.
    pub(crate) fn streamed(self, success: &Success) -> Option<&Payload> {
        let Success::One(_, payload) = success else { return None };
        let is_wanted = match payload {
            Payload::Bytes => self == Self::Download,
            Payload::Events(_) | Payload::Lines(_) | Payload::Sequence(_) => self == Self::Stream,
            _ => false,
        };
        is_wanted.then_some(payload)
    }
}

fn uploads(kind: &BodyKind) -> bool {
    let is_file = |kind: &PartKind| matches!(kind, PartKind::File(_) | PartKind::Files(_));
    match kind {
        BodyKind::Bytes => true,
        BodyKind::Multipart(form) => form.parts.iter().any(|part| part.required && is_file(&part.kind)),
        _ => false,
    }
}

impl Model {
    /// Chooses what examples call, and names it. What they called before they go on to call as long as that can be, so that an
    /// operation that comes first changes none; otherwise the first that will do, and one that is not deprecated before others.
    pub(crate) fn choose_examples(&mut self, given: &Names) {
        let called = given.0.get(Names::EXAMPLES);
        let places = given.0.get(Names::OPERATIONS);
        for of in Example::ALL {
            let kept = called.and_then(|called| called.get(of.part()));
            let place =
                places.into_iter().flatten().find(|(_, name)| Some(*name) == kept).map(|(place, _)| place.as_str());
            let is_kept = |one: &Operation| match place {
                Some(place) => place.split_once(' ') == Some((&one.method, &one.path)),
                None => Some(&one.name) == kept,
            };
            let operations = self.apis.iter().flat_map(|api| &api.operations).filter(|one| of.fits(one));
            // A first call should change nothing.
            let rank = |one: &&Operation| (one.deprecated, !is_kept(one), of == Example::Call && one.method != "GET");
            if let Some(name) = operations.min_by_key(rank).map(|one| one.name.clone()) {
                self.names.0.entry(Names::EXAMPLES.to_owned()).or_default().insert(of.part().to_owned(), name);
            }
        }
    }

    /// The operation that an example calls, where one has what it is about.
    pub(crate) fn example(&self, of: Example) -> Option<&Operation> {
        let name = self.names.0.get(Names::EXAMPLES)?.get(of.part())?;
        self.apis.iter().flat_map(|api| &api.operations).find(|one| one.name == *name)
    }
}
