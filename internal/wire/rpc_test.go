package wire

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAppendRPC(t *testing.T) {
	for _, tc := range []struct{ params, token, want string }{
		{`{"limit":1,"user":{"a":"}"}}`, "t\"k", `{"jsonrpc":"2.0","id":7,"method":"get.calls","params":{"access_token":"t\"k","limit":1,"user":{"a":"}"}}}`},
		{`{"limit":1}`, "", `{"jsonrpc":"2.0","id":7,"method":"get.calls","params":{"limit":1}}`},
		{` { } `, "tk", `{"jsonrpc":"2.0","id":7,"method":"get.calls","params":{"access_token":"tk"}}`},
		{``, "tk", `{"jsonrpc":"2.0","id":7,"method":"get.calls","params":{"access_token":"tk"}}`},
		{`null`, "", `{"jsonrpc":"2.0","id":7,"method":"get.calls","params":{}}`},
	} {
		out, err := AppendRPC(nil, 7, "get.calls", []byte(tc.params), tc.token)
		require.NoError(t, err, tc.params)
		assert.Equal(t, tc.want, string(out))
	}
	for _, params := range []string{`[1]`, `{"a":1`, `{"a":1}}`, `{"a":1},"x":{}`, `1`} {
		out, err := AppendRPC([]byte("kept"), 1, "m", []byte(params), "tk")
		_, ok := errors.AsType[*SyntaxError](err)
		assert.True(t, ok, "%s: %v", params, err)
		assert.Equal(t, "kept", string(out))
	}
	_, err := AppendRPC(nil, 1, "m", []byte(`{"access_token":"other"}`), "tk")
	if assert.Error(t, err) {
		assert.NotContains(t, err.Error(), "other")
	}
}

func TestRPCReply_DecodesInOnePass(t *testing.T) {
	type result struct {
		Data     []point         `json:"data"`
		Metadata json.RawMessage `json:"metadata"`
	}
	var reply RPCReply[result]
	require.NoError(t, NewCodec().Unmarshal([]byte(`{"jsonrpc":"2.0","id":"a","result":{"data":[{"x":1}],"metadata":{"total_items":1}}}`), &reply))
	assert.Equal(t, []point{{X: 1}}, reply.Result.Data)
	assert.Nil(t, reply.Error)
	assert.Equal(t, `"a"`, string(reply.ID))

	for body, want := range map[string]*RPCError{
		`{"error":null}`: nil,
		`{"result":{}}`:  nil,
		`{"error":{"code":-32029,"message":"m","data":{"mnemonic":"limit_exceeded","field":"a.b","value":7,"extended_helper":"h","params":{"limit_type":"day","limit_max_value":10},"metadata":{"limits":{}}}}}`: {
			Code: -32029, Message: "m",
			Data: RPCErrorData{Mnemonic: "limit_exceeded", Field: "a.b", Value: "7", ExtendedHelper: "h",
				Params:   map[string]json.RawMessage{"limit_type": json.RawMessage(`"day"`), "limit_max_value": json.RawMessage(`10`)},
				Metadata: json.RawMessage(`{"limits":{}}`)},
		},
		`{"error":{"code":"-32001","message":null}}`:                  {Code: -32001},
		`{"error":{"code":-1,"data":null}}`:                           {Code: -1},
		`{"error":{"code":-1,"data":"auth_error"}}`:                   {Code: -1, Data: RPCErrorData{Mnemonic: "auth_error"}},
		`{"error":{"data":{"mnemonic":null,"params":[],"value":{}}}}`: {},
		`{"error":"text"}`:                                            {Message: "text"},
		`{"error":[]}`:                                                {},
		`{"error":["text",{"code":-1}]}`:                              {Message: "text"},
		`{"error":[{"code":-1,"data":{"mnemonic":"x"}}]}`:             {Code: -1, Data: RPCErrorData{Mnemonic: "x"}},
		`{"error":-32003}`:                                            {Code: -32003, Message: "-32003"},
	} {
		var reply RPCReply[result]
		require.NoError(t, NewCodec().Unmarshal([]byte(body), &reply), body)
		assert.Equal(t, want, reply.Error, body)
		if want != nil { // and through encoding/json
			var plain RPCReply[result]
			require.NoError(t, json.Unmarshal([]byte(body), &plain), body)
			assert.Equal(t, want, plain.Error, body)
		}
	}
}

func FuzzRPCReply(f *testing.F) {
	for _, seed := range []string{`{"id":1,"result":{"data":[]}}`, `{"error":{"code":-32602,"data":{"mnemonic":"x","params":{"a":1}}}}`, `{"error":"x"}`, `{"error":{"data":[1]}}`, `{"result":null,"error":{}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var reply RPCReply[struct {
			Data []every `json:"data"`
		}]
		_ = lenientCodec().Unmarshal(data, &reply)
		out, err := AppendRPC(nil, 1, "m", data, "tk")
		if err == nil && !json.Valid(out) {
			t.Fatalf("%q", out)
		}
	})
}

func TestAppendTexts(t *testing.T) {
	for want, texts := range map[string][]string{`[]`: nil, `["a"]`: {"a"}, `["a","","\"b"]`: {"a", "", `"b`}} {
		assert.Equal(t, "x"+want, string(AppendTexts([]byte("x"), texts)))
	}
}
