package liveagent

import "github.com/frontdesk-go/frontdesk"

// KnownOperation returns what the hatch knows of an operation.
func KnownOperation(id string) (method, path string, class frontdesk.Class, ok bool) {
	for _, op := range operations {
		if op.ID == id {
			return op.Method, op.Path, op.Class, true
		}
	}
	return "", "", 0, false
}
