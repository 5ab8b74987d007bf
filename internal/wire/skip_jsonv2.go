//go:build goexperiment.jsonv2 && !go1.27

package wire

import "encoding/json/v2"

// errSkip tells the JSON package that one of our functions leaves a value to
// the default. Go 1.26's experiment, to which the module is an alias here, has
// a sentinel of its own for it and takes no other.
var errSkip = json.SkipFunc
