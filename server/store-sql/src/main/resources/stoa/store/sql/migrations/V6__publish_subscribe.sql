-- Publish-subscribe (XEP-0060): the nodes of accounts (XEP-0163) and their items.

CREATE TABLE pubsub_node (
    service        ${text} NOT NULL,
    node           ${text} NOT NULL,
    config         ${text} NOT NULL,
    config_version INTEGER NOT NULL,
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (service, node)
) ${clustered};

CREATE TABLE pubsub_affiliation (
    service     ${text} NOT NULL,
    node        ${text} NOT NULL,
    who         ${text} NOT NULL,
    affiliation ${text} NOT NULL,
    PRIMARY KEY (service, node, who)
) ${clustered};

CREATE TABLE pubsub_subscription (
    service    ${text} NOT NULL,
    node       ${text} NOT NULL,
    subscriber ${text} NOT NULL,
    state      ${text} NOT NULL,
    PRIMARY KEY (service, node, subscriber)
) ${clustered};

CREATE TABLE pubsub_item (
    service      ${text} NOT NULL,
    node         ${text} NOT NULL,
    id           ${text} NOT NULL,
    number       BIGINT NOT NULL,
    publisher    ${text} NOT NULL,
    published_at BIGINT NOT NULL,
    payload_size INTEGER NOT NULL,
    payload      ${bytes} NOT NULL,
    PRIMARY KEY (service, node, id)
);

-- The items of a node in their order, and the newest one.
CREATE INDEX pubsub_item_by_number ON pubsub_item (service, node, number);
