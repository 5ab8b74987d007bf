package main

import (
	"bytes"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun_PrintsTheTraceAsATreeAndTheMetrics(t *testing.T) {
	for _, name := range []string{"HELPCRUNCH_API_KEY", "SALESMAN_URL", "LIVEAGENT_URL", "COMAGIC_ACCESS_TOKEN"} {
		t.Setenv(name, "")
	}
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		require.NoError(t, run(t.Context(), &out))
		text := out.String()
		for _, want := range []string{
			"(a fake SalesMan; set SALESMAN_URL, SALESMAN_LOGIN, SALESMAN_API_KEY for the real one)\n",
			"\nnightly report  ",
			"\n  helpcrunch customers.list  ",
			"http.response.status_code=503  ERROR unavailable\n    • frontdesk.retry  error.type=unavailable",
			"frontdesk.refused=true",
			"\n    • frontdesk.limit.wait  frontdesk.wait=1.",
			"exception.type=*frontdesk.Error\n",
			"\nfrontdesk_calls_total{kind=\"ok\",operation=\"get.account\",vendor=\"comagic\"} 2\n",
			"\nfrontdesk_retries_total{kind=\"rate_limited\",operation=\"departments.list\",refused=\"true\",vendor=\"liveagent\"} 1\n",
			"\nfrontdesk_limit_remaining{client=\"helpcrunch\",window=\"minute\"} 117\n",
		} {
			assert.Contains(t, text, want)
		}
	})
}

func TestConnect_RefusesCredentialsThatCannotBe(t *testing.T) {
	t.Setenv("HELPCRUNCH_API_KEY", "k")
	require.Error(t, run(t.Context(), &bytes.Buffer{}))
}
