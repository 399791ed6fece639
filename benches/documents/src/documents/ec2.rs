//! A page of EC2's DescribeInstances, of 150 instances, in XML.

use std::fmt::{self, Display, Write as _};

use aws_operation::{Timestamp, aws_operation, aws_structure, services};
use bytes::Bytes;
use http::Response;

use super::{Case, Format, decode_ours, encode_ours, response};
use crate::job::Direction::{Decode, Encode};
use crate::job::Job;
use crate::random::Random;

const RESERVATIONS: u64 = 75;

#[aws_operation(protocol = "ec2Query", output = Page)]
struct DescribeInstances;

/// EC2 takes forms only: the encoder of XML is that of restXml.
#[aws_operation(protocol = "restXml", method = "PUT", uri = "/")]
struct Write<'a> {
    #[payload]
    page: &'a Page,
}

#[aws_operation(protocol = "restXml", method = "GET", uri = "/", output = Page)]
struct Again;

/// The members that EC2 sends for most instances, as the generator writes them.
#[aws_structure]
#[derive(Debug, PartialEq)]
struct Page {
    #[body("reservationSet")]
    #[xml(item = "item")]
    reservations: Option<Vec<Reservation>>,
    next_token: Option<String>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct Reservation {
    reservation_id: Option<String>,
    owner_id: Option<String>,
    #[body("groupSet")]
    #[xml(item = "item")]
    groups: Option<Vec<Group>>,
    #[body("instancesSet")]
    #[xml(item = "item")]
    instances: Option<Vec<Instance>>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct Instance {
    architecture: Option<String>,
    #[body("blockDeviceMapping")]
    #[xml(item = "item")]
    block_device_mappings: Option<Vec<BlockDevice>>,
    client_token: Option<String>,
    ebs_optimized: Option<bool>,
    ena_support: Option<bool>,
    hypervisor: Option<String>,
    #[body("networkInterfaceSet")]
    #[xml(item = "item")]
    network_interfaces: Option<Vec<NetworkInterface>>,
    root_device_name: Option<String>,
    root_device_type: Option<String>,
    #[body("groupSet")]
    #[xml(item = "item")]
    security_groups: Option<Vec<Group>>,
    source_dest_check: Option<bool>,
    #[body("tagSet")]
    #[xml(item = "item")]
    tags: Option<Vec<Tag>>,
    virtualization_type: Option<String>,
    cpu_options: Option<CpuOptions>,
    boot_mode: Option<String>,
    platform_details: Option<String>,
    usage_operation: Option<String>,
    usage_operation_update_time: Option<Timestamp>,
    instance_id: Option<String>,
    image_id: Option<String>,
    #[body("instanceState")]
    state: Option<State>,
    private_dns_name: Option<String>,
    #[body("dnsName")]
    public_dns_name: Option<String>,
    key_name: Option<String>,
    ami_launch_index: Option<i32>,
    instance_type: Option<String>,
    launch_time: Option<Timestamp>,
    placement: Option<Placement>,
    subnet_id: Option<String>,
    vpc_id: Option<String>,
    private_ip_address: Option<String>,
    #[body("ipAddress")]
    public_ip_address: Option<String>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct NetworkInterface {
    network_interface_id: Option<String>,
    subnet_id: Option<String>,
    description: Option<String>,
    mac_address: Option<String>,
    private_ip_address: Option<String>,
    source_dest_check: Option<bool>,
    #[body("groupSet")]
    #[xml(item = "item")]
    groups: Option<Vec<Group>>,
    attachment: Option<Attachment>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct Group {
    group_id: Option<String>,
    group_name: Option<String>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct Tag {
    key: Option<String>,
    value: Option<String>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct State {
    code: Option<i32>,
    name: Option<String>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct Placement {
    availability_zone: Option<String>,
    tenancy: Option<String>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct CpuOptions {
    core_count: Option<i32>,
    threads_per_core: Option<i32>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct BlockDevice {
    device_name: Option<String>,
    ebs: Option<Ebs>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct Ebs {
    volume_id: Option<String>,
    status: Option<String>,
    attach_time: Option<Timestamp>,
    delete_on_termination: Option<bool>,
}

#[aws_structure]
#[derive(Debug, PartialEq)]
struct Attachment {
    attachment_id: Option<String>,
    device_index: Option<i32>,
    status: Option<String>,
    attach_time: Option<Timestamp>,
    delete_on_termination: Option<bool>,
}

/// The same for quick-xml, which reads `item` elements as a member of the element around them.
mod derived {
    use aws_operation::Timestamp;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    pub struct Set<T> {
        // Without it an empty set is an error.
        #[serde(default = "Vec::new")]
        pub item: Vec<T>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Page {
        #[serde(rename = "reservationSet", skip_serializing_if = "Option::is_none")]
        pub reservations: Option<Set<Reservation>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub next_token: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Reservation {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reservation_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub owner_id: Option<String>,
        #[serde(rename = "groupSet", skip_serializing_if = "Option::is_none")]
        pub groups: Option<Set<Group>>,
        #[serde(rename = "instancesSet", skip_serializing_if = "Option::is_none")]
        pub instances: Option<Set<Instance>>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Instance {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub architecture: Option<String>,
        #[serde(rename = "blockDeviceMapping", skip_serializing_if = "Option::is_none")]
        pub block_device_mappings: Option<Set<BlockDevice>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_token: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ebs_optimized: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ena_support: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub hypervisor: Option<String>,
        #[serde(rename = "networkInterfaceSet", skip_serializing_if = "Option::is_none")]
        pub network_interfaces: Option<Set<NetworkInterface>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub root_device_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub root_device_type: Option<String>,
        #[serde(rename = "groupSet", skip_serializing_if = "Option::is_none")]
        pub security_groups: Option<Set<Group>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub source_dest_check: Option<bool>,
        #[serde(rename = "tagSet", skip_serializing_if = "Option::is_none")]
        pub tags: Option<Set<Tag>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub virtualization_type: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub cpu_options: Option<CpuOptions>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub boot_mode: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub platform_details: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub usage_operation: Option<String>,
        #[serde(default, with = "super::super::text", skip_serializing_if = "Option::is_none")]
        pub usage_operation_update_time: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub instance_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub image_id: Option<String>,
        #[serde(rename = "instanceState", skip_serializing_if = "Option::is_none")]
        pub state: Option<State>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub private_dns_name: Option<String>,
        #[serde(rename = "dnsName", skip_serializing_if = "Option::is_none")]
        pub public_dns_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub key_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ami_launch_index: Option<i32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub instance_type: Option<String>,
        #[serde(default, with = "super::super::text", skip_serializing_if = "Option::is_none")]
        pub launch_time: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub placement: Option<Placement>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subnet_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vpc_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub private_ip_address: Option<String>,
        #[serde(rename = "ipAddress", skip_serializing_if = "Option::is_none")]
        pub public_ip_address: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct NetworkInterface {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub network_interface_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subnet_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mac_address: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub private_ip_address: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub source_dest_check: Option<bool>,
        #[serde(rename = "groupSet", skip_serializing_if = "Option::is_none")]
        pub groups: Option<Set<Group>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attachment: Option<Attachment>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Group {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub group_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub group_name: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Tag {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub key: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub value: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct State {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub code: Option<i32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Placement {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub availability_zone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tenancy: Option<String>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct CpuOptions {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub core_count: Option<i32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub threads_per_core: Option<i32>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct BlockDevice {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ebs: Option<Ebs>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Ebs {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub volume_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<String>,
        #[serde(default, with = "super::super::text", skip_serializing_if = "Option::is_none")]
        pub attach_time: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub delete_on_termination: Option<bool>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub struct Attachment {
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attachment_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub device_index: Option<i32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<String>,
        #[serde(default, with = "super::super::text", skip_serializing_if = "Option::is_none")]
        pub attach_time: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub delete_on_termination: Option<bool>,
    }
}

/// As EC2 writes it: an element in a line, with white space before it.
fn document() -> String {
    let random = &mut Random::new();
    let mut xml = Xml::default();
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.text.push_str(
        "<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\n",
    );
    xml.depth = 1;
    xml.leaf("requestId", random.hex(36));
    xml.open("reservationSet");
    for _ in 0..RESERVATIONS {
        xml.open("item");
        xml.leaf("reservationId", format!("r-{}", random.hex(17)));
        xml.leaf("ownerId", "123456789012");
        xml.leaf("groupSet", "");
        xml.open("instancesSet");
        for index in 0..2 {
            xml.open("item");
            instance(&mut xml, index, random);
            xml.close("item");
        }
        xml.close("instancesSet");
        xml.close("item");
    }
    xml.close("reservationSet");
    xml.leaf("nextToken", random.hex(64));
    xml.text + "</DescribeInstancesResponse>\n"
}

fn instance(xml: &mut Xml, index: u64, random: &mut Random) {
    let launched = Timestamp::from_epoch_seconds(random.seconds());
    let ip = format!("10.0.{}.{}", random.below(256), random.below(256));
    let subnet = format!("subnet-{}", random.hex(17));
    let group = [format!("sg-{}", random.hex(17)), random.words(1)];
    let groups = |xml: &mut Xml| {
        xml.open("groupSet");
        xml.open("item");
        xml.leaf("groupId", &group[0]);
        xml.leaf("groupName", &group[1]);
        xml.close("item");
        xml.close("groupSet");
    };
    xml.leaf("instanceId", format!("i-{}", random.hex(17)));
    xml.leaf("imageId", format!("ami-{}", random.hex(17)));
    xml.open("instanceState");
    xml.leaf("code", 16);
    xml.leaf("name", "running");
    xml.close("instanceState");
    xml.leaf("privateDnsName", format!("ip-{}.eu-west-1.compute.internal", ip.replace('.', "-")));
    xml.leaf("dnsName", "");
    xml.leaf("reason", "");
    xml.leaf("keyName", "operations");
    xml.leaf("amiLaunchIndex", index);
    xml.leaf("productCodes", "");
    xml.leaf("instanceType", random.pick(&["t4g.small", "m7g.large", "c7g.4xlarge"]));
    xml.leaf("launchTime", launched);
    xml.open("placement");
    xml.leaf("availabilityZone", random.pick(&["eu-west-1a", "eu-west-1b"]));
    xml.leaf("groupName", "");
    xml.leaf("tenancy", "default");
    xml.close("placement");
    xml.open("monitoring");
    xml.leaf("state", "disabled");
    xml.close("monitoring");
    xml.leaf("subnetId", &subnet);
    xml.leaf("vpcId", "vpc-0f3a9b2c4d5e6f708");
    xml.leaf("privateIpAddress", &ip);
    xml.leaf("sourceDestCheck", true);
    groups(xml);
    xml.leaf("architecture", "arm64");
    xml.leaf("rootDeviceType", "ebs");
    xml.leaf("rootDeviceName", "/dev/xvda");
    xml.open("blockDeviceMapping");
    for device in 0..1 + random.below(2) {
        xml.open("item");
        xml.leaf("deviceName", format!("/dev/xvd{device}"));
        xml.open("ebs");
        xml.leaf("volumeId", format!("vol-{}", random.hex(17)));
        xml.leaf("status", "attached");
        xml.leaf("attachTime", launched);
        xml.leaf("deleteOnTermination", true);
        xml.close("ebs");
        xml.close("item");
    }
    xml.close("blockDeviceMapping");
    xml.leaf("virtualizationType", "hvm");
    xml.leaf("clientToken", random.hex(36));
    xml.open("tagSet");
    for key in ["Name", "team", "cost-center", "R&amp;D", "aws:autoscaling:groupName"] {
        xml.open("item");
        xml.leaf("key", key);
        xml.leaf("value", format!("{}-{}", random.words(1).replace('"', "&quot;"), random.hex(6)));
        xml.close("item");
    }
    xml.close("tagSet");
    xml.leaf("hypervisor", "xen");
    xml.open("networkInterfaceSet");
    xml.open("item");
    xml.leaf("networkInterfaceId", format!("eni-{}", random.hex(17)));
    xml.leaf("subnetId", &subnet);
    xml.leaf("vpcId", "vpc-0f3a9b2c4d5e6f708");
    xml.leaf("description", "");
    xml.leaf("status", "in-use");
    xml.leaf("macAddress", "0a:1b:2c:3d:4e:5f");
    xml.leaf("privateIpAddress", &ip);
    xml.leaf("sourceDestCheck", true);
    groups(xml);
    xml.open("attachment");
    xml.leaf("attachmentId", format!("eni-attach-{}", random.hex(17)));
    xml.leaf("deviceIndex", 0);
    xml.leaf("status", "attached");
    xml.leaf("attachTime", launched);
    xml.leaf("deleteOnTermination", true);
    xml.close("attachment");
    xml.close("item");
    xml.close("networkInterfaceSet");
    xml.leaf("ebsOptimized", false);
    xml.leaf("enaSupport", true);
    xml.open("cpuOptions");
    xml.leaf("coreCount", 2);
    xml.leaf("threadsPerCore", 1);
    xml.close("cpuOptions");
    xml.leaf("bootMode", "uefi");
    xml.leaf("platformDetails", "Linux/UNIX");
    xml.leaf("usageOperation", "RunInstances");
    xml.leaf("usageOperationUpdateTime", launched);
}

#[derive(Default)]
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn open(&mut self, name: &str) {
        self.line(format_args!("<{name}>"));
        self.depth += 1;
    }

    fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.line(format_args!("</{name}>"));
    }

    fn leaf(&mut self, name: &str, text: impl Display) {
        self.line(format_args!("<{name}>{text}</{name}>"));
    }

    fn line(&mut self, line: fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = writeln!(self.text, "{:1$}{line}", "", 4 * self.depth);
    }
}

fn quick_xml_write(page: &derived::Page) -> String {
    let mut text = String::new();
    quick_xml::se::to_writer_with_root(&mut text, "Page", page).expect("a page is XML");
    text
}

pub fn case() -> Case {
    let text: &'static str = document().leak();
    let body = Bytes::from_static(text.as_bytes());
    let response = response(&body);
    let page: &'static Page = Box::leak(Box::new(decode_ours::<DescribeInstances>(&response)));
    let derived: &'static derived::Page =
        Box::leak(Box::new(quick_xml::de::from_str(text).expect("the page")));

    // Nobody is timed who does not do the job.
    let instances = page.reservations.iter().flatten().filter_map(|it| it.instances.as_ref());
    assert_eq!(instances.map(Vec::len).sum::<usize>() as u64, 2 * RESERVATIONS);
    let written = Response::new(encode_ours(&Write { page }, &services::S3));
    assert!(&decode_ours::<Again>(&written) == page);
    let theirs = Response::new(Bytes::from(quick_xml_write(derived)));
    assert!(&decode_ours::<Again>(&theirs) == page);

    let jobs = vec![
        Job::new(Decode, "ours", "declared", move || decode_ours::<DescribeInstances>(&response)),
        Job::new(Decode, "quick-xml", "mirror", || {
            quick_xml::de::from_str::<derived::Page>(text).expect("the page")
        }),
        Job::new(Encode, "ours", "declared", || encode_ours(&Write { page }, &services::S3)),
        Job::new(Encode, "quick-xml", "mirror", || quick_xml_write(derived)),
    ];
    Case { title: "DescribeInstances", format: Format::Xml, bytes: body.len(), jobs }
}
