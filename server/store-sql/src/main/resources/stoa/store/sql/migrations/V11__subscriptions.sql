-- Subscriptions have options, and where a service allows it an address has several to one node (XEP-0060 section 6).

CREATE TABLE pubsub_subscription_new (
    service    ${text} NOT NULL,
    node       ${text} NOT NULL,
    subscriber ${text} NOT NULL,
    subid      ${text} NOT NULL,
    state      ${text} NOT NULL,
    options    ${text} NOT NULL,
    PRIMARY KEY (service, node, subscriber, subid)
) ${clustered};

INSERT INTO pubsub_subscription_new (service, node, subscriber, subid, state, options)
    SELECT service, node, subscriber, '', state, '' FROM pubsub_subscription;

DROP TABLE pubsub_subscription;

ALTER TABLE pubsub_subscription_new RENAME TO pubsub_subscription;
