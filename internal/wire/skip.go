//go:build !goexperiment.jsonv2 || go1.27

package wire

import "errors"

// errSkip tells the JSON package that one of our functions leaves a value to
// the default. It must be returned before anything was read.
var errSkip = errors.ErrUnsupported
