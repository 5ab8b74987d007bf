package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestFindOrCreate_TakesTheContactWithThatAddressAlone(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	srv.AddContact(salesmantest.Contact{Name: "Mary Jane", Email: "mary-jane@example.com"})

	jane, created, err := findOrCreate(t.Context(), sm, "Jane Doe", "jane@example.com")
	require.NoError(t, err)
	assert.True(t, created, "Mary Jane is another person")

	id, created, err := findOrCreate(t.Context(), sm, "Jane Doe", "JANE@example.com")
	require.NoError(t, err)
	assert.False(t, created)
	assert.Equal(t, jane, id)

	both := srv.AddContact(salesmantest.Contact{Name: "John Doe", Email: "john@example.com, j.doe@example.com"})
	id, _, err = findOrCreate(t.Context(), sm, "John Doe", "j.doe@example.com")
	require.NoError(t, err)
	assert.Equal(t, both, id)
}
