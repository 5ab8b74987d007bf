package salesmantest_test

import (
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// webStory is that of the addresses that are no methods of the API.
var webStory = story{options: []salesmantest.Option{salesmantest.WithPHP8Crashes()}}
