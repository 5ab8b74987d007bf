package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun_MarksOnceAndLeavesAloneAfterwards(t *testing.T) {
	t.Setenv("HELPCRUNCH_API_KEY", "")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-tag", "vip"}, &out))
	assert.Contains(t, out.String(), "customer 8737843: marked\ncustomer 8737843: already marked\n")
}
