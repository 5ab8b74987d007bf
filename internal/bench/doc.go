// Package bench measures the clients against plain net/http with encoding/json
// ("raw") on the same payloads, in one process and the same run.
//
//	go test ./internal/bench -run '^$' -bench . -benchmem
//
// Each benchmark alternates short rounds of raw and of ours, so that a busy
// machine slows both, and reports the medians: raw-ns and ours-ns per operation,
// x-time, x-allocs and x-bytes (ours divided by raw, round by round). Raw decodes the same JSON
// into the same fields, with pointers where ours are Opt and the vendor's text
// where ours are times.
package bench
