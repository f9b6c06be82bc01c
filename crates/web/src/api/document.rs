//! The document of the API: what it says of all operations at once.

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{Components, ComponentsBuilder, ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Info, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required, Response,
    ResponseBuilder,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use super::problem::{FieldError, Problem};

const ABOUT: &str = "\
The record of liaison statements, and the work on it, as JSON: the same as the pages show and do.

What is public needs no token. Everything else is done in somebody's name: send `Authorization: Bearer TOKEN`. A token \
reaches as far as its scopes (`read`, `draft`, `act`, `admin`), and never further than its person's roles of that day. \
Whoever may not see something gets 404, as for what does not exist.

Answers have an `ETag`; send it back in `If-None-Match` to get 304 where nothing changed. What depends on the words of a \
statement needs `If-Match` with the `ETag` of the version that was read (428 without it, 412 if there is another). \
Requests that change something take an `Idempotency-Key`: the same key with the same request gets the first answer again \
for a day. Errors are problem details (RFC 9457). Parameters that are not known are refused with 400.";

/// Returns the document without any operation.
pub(super) fn begun() -> OpenApi {
    OpenApiBuilder::new().info(info()).build()
}

fn info() -> Info {
    InfoBuilder::new()
        .title("Liaison")
        .description(Some(ABOUT))
        .version(env!("CARGO_PKG_VERSION"))
        .license(Some(
            LicenseBuilder::new().name("BSD-3-Clause").identifier(Some("BSD-3-Clause")).build(),
        ))
        .build()
}

/// Adds what all operations have in common: the problems, what is the same as before, and what a token is.
pub(super) fn finished(mut document: OpenApi) -> OpenApi {
    let components = document.components.get_or_insert_with(Components::new);
    let common = ComponentsBuilder::from(std::mem::take(components))
        .schema(Problem::name(), Problem::schema())
        .schema(FieldError::name(), FieldError::schema())
        .security_scheme(
            "token",
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .description(Some(
                        "A token of your account page, or of `liaison token create`.",
                    ))
                    .build(),
            ),
        );
    *components = common.build();
    for item in document.paths.paths.values_mut() {
        let read = item.get.iter_mut().map(|operation| (true, operation));
        let changed = [&mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        let changed = changed.into_iter().flatten().map(|operation| (false, operation));
        for (is_read, operation) in read.chain(changed) {
            let responses = &mut operation.responses.responses;
            if is_read {
                let same = Response::new("What `If-None-Match` names: you have it.");
                responses.insert("304".to_owned(), RefOr::T(same));
            }
            if !is_read && operation.security.is_some() {
                operation.parameters.get_or_insert_default().push(RefOr::T(a_key()));
            }
            responses.insert("default".to_owned(), RefOr::T(a_problem()));
        }
    }
    document
}

fn a_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("A key of your own: the same again gets the first answer again."))
        .schema(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .min_length(Some(1))
                .max_length(Some(255))
                .build(),
        ))
        .build()
}

fn a_problem() -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new()
        .description("It was not done: why, and what to do.")
        .content("application/problem+json", content)
        .build()
}
