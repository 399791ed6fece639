use aws_operation::aws_operation;

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
enum AnEnum {
    First { rest_api_id: String },
    Second,
}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
struct ATuple(String);

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}", host_prefix = "{account}.")]
union AUnion {
    rest_api_id: u32,
}

/// Documented.
#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
pub(crate) const fn a_function() {}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
impl AnEnum {}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
trait ATrait {}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
const A_CONSTANT: u8 = 1;

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
mod a_module {}

#[aws_operation(method = "GET", uri = "/restapis/{restApiId}")]
type Alias = ATuple;

fn main() {
    a_function();
    let _ = A_CONSTANT;
}

fn call(client: &aws_operation::Client) {
    drop(client.send(AnEnum::Second));
    drop(client.send(ATuple(String::new())));
    drop(client.send(AUnion { rest_api_id: 1 }));
}
