// Package liveagenttest is a fake LiveAgent server with state: what is created
// can be read, searched, changed and deleted, in JSON and in XML.
//
//	srv := liveagenttest.NewServer(t)
//	client := srv.Client()
//	ticket, err := client.Conversations.Create(ctx, …)
//
// It knows the department "default", the agent agent@example.com with the user
// id "agent001", and the mail account support@example.com. It answers with
// LiveAgent's own envelopes, refuses the 181st request of a minute, and finds
// fault with requests that the reference does not allow. Operations without
// state answer with the examples of the reference.
//
// Faults, quotas, the log of requests and the in-memory transport are those of
// package frontdesktest.
package liveagenttest
