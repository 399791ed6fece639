use aws_operation::aws_operation;

macro_rules! operations {
    ($($name:ident $uri:literal)*) => {$(
        #[aws_operation(method = "POST", uri = $uri)]
        struct $name {
            id: String,
        }
    )*};
}

operations! {
    Colon "/things/:id"
    Angle "/things/<id>/parts"
    Typed "/things/<int:id>"
    Star "/things/*id"
    Rest "/things/*"
    Dollar "/things/$id"
    At "/things/@id"
    DollarBrace "/things/${id}"
    Twice "/things/{{id}}"
    Spaces "/things/{ id }"
    Pattern "/things/{id:[0-9]+}"
    Optional "/things/{id?}"
    Square "/things/[id]"
    Round "/things/(id)"
    Percent "/things/%id%"
    Hash "/things/#{id}"
    Dots "/things/{id...}"
    Query "/things?id=:id"
    QueryAngle "/things?id=<id>"
}

#[aws_operation(method = "GET", uri = "/things/:id", host_prefix = "<account>.")]
struct GetThing {
    id: String,
    account: String,
}

#[aws_operation(method = "DELETE", uri = "/things/$thing_id")]
struct DeleteThing {
    thing_id: String,
}

fn main() {}
