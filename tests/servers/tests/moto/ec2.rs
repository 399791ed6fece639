//! EC2: ec2Query.

use aws_operation_server_tests::ec2::*;
use serde_json::json;

use super::Moto;

fn tag(key: &str, value: &str) -> Tag {
    Tag { key: Some(key.into()), value: Some(value.into()) }
}

fn tagged(resource_type: ResourceType, tags: Vec<Tag>) -> Option<Vec<TagSpecification>> {
    Some(vec![TagSpecification { resource_type: Some(resource_type), tags: Some(tags) }])
}

fn filter(name: &str, values: &[&str]) -> Filter {
    let values = values.iter().map(|value| value.to_string()).collect();
    Filter { name: Some(name.into()), values: Some(values) }
}

async fn vpc(ec2: &Moto, name: &str) -> String {
    let create = CreateVpc {
        cidr_block: Some("10.1.0.0/16".into()),
        instance_tenancy: Some(Tenancy::Default),
        tag_specifications: tagged(ResourceType::Vpc, vec![tag("Name", name)]),
        ..CreateVpc::default()
    };
    let vpc = ec2.send(create).await.vpc.expect("it is described");
    assert_eq!(vpc.cidr_block.as_deref(), Some("10.1.0.0/16"));
    vpc.vpc_id.expect("a VPC has an id")
}

#[tokio::test]
async fn a_security_group_has_nested_lists_of_rules() {
    let ec2 = Moto::new("ec2", EC2);
    let vpc_id = vpc(&ec2, "rules").await;
    let create = CreateSecurityGroup {
        group_name: "pets".into(),
        description: "for + the & <pets>".into(),
        vpc_id: Some(vpc_id.clone()),
        tag_specifications: tagged(
            ResourceType::SecurityGroup,
            vec![tag("team", "pets"), tag("empty", "")],
        ),
        ..CreateSecurityGroup::default()
    };
    let group_id = ec2.send(create).await.group_id.expect("a group has an id");
    let range = |cidr: &str, description: &str| IpRange {
        cidr_ip: Some(cidr.into()),
        description: Some(description.into()),
    };
    let permission = |port: i32, ranges: Vec<IpRange>| IpPermission {
        ip_protocol: Some("tcp".into()),
        from_port: Some(port),
        to_port: Some(port + 1),
        ip_ranges: Some(ranges),
        ..IpPermission::default()
    };
    let first =
        permission(80, vec![range("10.0.0.0/8", "inside"), range("192.0.2.0/24", "office")]);
    let second = permission(443, vec![range("0.0.0.0/0", "all & everybody")]);
    let authorize = AuthorizeSecurityGroupIngress {
        group_id: Some(group_id.clone()),
        ip_permissions: Some(vec![first.clone(), second.clone()]),
        ..AuthorizeSecurityGroupIngress::default()
    };
    let authorized = ec2.send(&authorize).await;
    assert_eq!(authorized.r#return, Some(true));
    // moto returns only the rules of the last permission.
    let rules = authorized.security_group_rules.unwrap_or_default();
    let rules: Vec<_> =
        rules.iter().map(|rule| (rule.from_port, rule.cidr_ipv4.as_deref())).collect();
    assert_eq!(rules, [(Some(443), Some("0.0.0.0/0"))]);

    let describe = DescribeSecurityGroups {
        filters: Some(vec![
            filter("vpc-id", &[&vpc_id, "vpc-00000000"]),
            filter("group-name", &["pets"]),
        ]),
        ..DescribeSecurityGroups::default()
    };
    let groups = ec2.send(describe).await.security_groups.unwrap_or_default();
    let [group] = groups.as_slice() else { panic!("there is one group: {groups:?}") };
    assert_eq!(group.group_id.as_ref(), Some(&group_id));
    assert_eq!(group.description.as_deref(), Some("for + the & <pets>"));
    let mut tags = group.tags.clone().unwrap_or_default();
    tags.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(tags, [tag("empty", ""), tag("team", "pets")]);
    let permissions = group.ip_permissions.iter().flatten();
    let got: Vec<_> = permissions.map(|p| (p.from_port, p.to_port, p.ip_ranges.clone())).collect();
    let sent = [&first, &second].map(|p| (p.from_port, p.to_port, p.ip_ranges.clone()));
    assert_eq!(got, sent);
    let theirs = ec2.boto3("describe_security_groups", json!({ "GroupIds": [group_id] }));
    let theirs = &theirs["SecurityGroups"][0];
    assert_eq!(theirs["Description"], "for + the & <pets>");
    assert_eq!(
        theirs["IpPermissions"][0]["IpRanges"],
        json!([
            { "CidrIp": "10.0.0.0/8", "Description": "inside" },
            { "CidrIp": "192.0.2.0/24", "Description": "office" },
        ])
    );

    // The model of EC2 has no errors, so an error has only its code.
    let error = ec2.fail(authorize, "InvalidPermission.Duplicate", 400).await;
    assert!(error.message().is_some_and(|message| !message.is_empty()), "{error}");
    assert!(error.request_id().is_some(), "{error}");
    let delete = DeleteSecurityGroup { group_id: Some(group_id), ..DeleteSecurityGroup::default() };
    ec2.send(&delete).await;
    ec2.fail(delete, "InvalidGroup.NotFound", 400).await;
}

#[tokio::test]
async fn instances_are_started_described_and_ended() {
    let ec2 = Moto::new("ec2", EC2);
    let run = RunInstances {
        image_id: Some("ami-12c6146b".into()),
        instance_type: Some(InstanceType::T3Micro),
        min_count: 2,
        max_count: 2,
        user_data: Some("IyEvYmluL3No".into()),
        tag_specifications: tagged(ResourceType::Instance, vec![tag("fleet", "a + b")]),
        ..RunInstances::default()
    };
    let started = ec2.send(run).await;
    let started = started.instances.unwrap_or_default();
    let mut ids: Vec<String> =
        started.iter().filter_map(|instance| instance.instance_id.clone()).collect();
    assert_eq!(ids.len(), 2, "{started:?}");
    let describe = DescribeInstances {
        filters: Some(vec![filter("tag:fleet", &["a + b"])]),
        ..DescribeInstances::default()
    };
    let reservations = ec2.send(&describe).await.reservations.unwrap_or_default();
    let [reservation] = reservations.as_slice() else {
        panic!("there is one reservation: {reservations:?}");
    };
    let instances = reservation.instances.as_deref().unwrap_or_default();
    let mut found: Vec<String> =
        instances.iter().filter_map(|instance| instance.instance_id.clone()).collect();
    found.sort();
    ids.sort();
    assert_eq!(found, ids);
    let instance = instances.first().expect("there are instances");
    assert_eq!(instance.instance_type, Some(InstanceType::T3Micro));
    let state = instance.state.as_ref().expect("an instance has a state");
    assert_eq!((state.code, &state.name), (Some(16), &Some(InstanceStateName::Running)));
    let launched = instance.launch_time.expect("it has a time");
    assert!(launched.epoch_seconds() > 1_700_000_000, "{launched:?}");
    let theirs = ec2.boto3("describe_instances", json!({ "InstanceIds": [instance.instance_id] }));
    let theirs = &theirs["Reservations"][0]["Instances"][0];
    assert_eq!(theirs["PrivateIpAddress"], json!(instance.private_ip_address));
    assert_eq!(theirs["Tags"], json!([{ "Key": "fleet", "Value": "a + b" }]));

    let more = CreateTags {
        resources: ids.clone(),
        tags: vec![tag("stage", "é"), tag("empty", "")],
        ..CreateTags::default()
    };
    ec2.send(more).await;
    let ids_of: Vec<&str> = ids.iter().map(String::as_str).collect();
    let describe_tags = DescribeTags {
        filters: Some(vec![filter("resource-id", &ids_of), filter("key", &["stage", "empty"])]),
        ..DescribeTags::default()
    };
    let tags = ec2.send(describe_tags).await.tags.unwrap_or_default();
    assert_eq!(tags.len(), 4, "{tags:?}");
    let all = tags.iter().all(|tag| tag.resource_type == Some(ResourceType::Instance));
    assert!(all, "{tags:?}");
    let values: Vec<_> = tags.iter().filter_map(|tag| tag.value.as_deref()).collect();
    assert!(values.contains(&"é") && values.contains(&""), "{values:?}");

    let end = TerminateInstances { instance_ids: ids, ..TerminateInstances::default() };
    let ended = ec2.send(end).await.terminating_instances.unwrap_or_default();
    let before = |change: &InstanceStateChange| {
        change.previous_state.as_ref().and_then(|state| state.name.clone())
    };
    let before: Vec<_> = ended.iter().map(before).collect();
    assert_eq!(before, [Some(InstanceStateName::Running), Some(InstanceStateName::Running)]);
    let none = DescribeInstances {
        instance_ids: Some(vec!["i-0123456789abcdef0".into()]),
        ..DescribeInstances::default()
    };
    ec2.fail(none, "InvalidInstanceID.NotFound", 400).await;
}

#[tokio::test]
async fn booleans_and_empty_lists_are_read() {
    let ec2 = Moto::new("ec2", EC2);
    let vpc_id = vpc(&ec2, "flags").await;
    let described = DescribeVpcs { vpc_ids: Some(vec![vpc_id.clone()]), ..DescribeVpcs::default() };
    let vpcs = ec2.send(described).await.vpcs.unwrap_or_default();
    let [vpc] = vpcs.as_slice() else { panic!("there is one: {vpcs:?}") };
    assert_eq!((vpc.is_default, &vpc.vpc_id), (Some(false), &Some(vpc_id)));
    assert_eq!(vpc.tags, Some(vec![tag("Name", "flags")]));
    let none = DescribeInstances {
        filters: Some(vec![filter("tag:nothing", &["x"])]),
        ..DescribeInstances::default()
    };
    assert_eq!(ec2.send(none).await.reservations.unwrap_or_default(), []);
}
