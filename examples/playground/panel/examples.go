package panel

// An Example is something to try.
type Example struct {
	Name   string `json:"name"`
	Stored string `json:"stored"`
	Body   string `json:"body"`
	State  State  `json:"state"` // what becomes of it
}

const running = `{
  "@odata.type": "#microsoft.graph.recordOperation",
  "id": "0fe0623f-d628-42ed-b4bd-8ac290072cc5",
  "status": "running",
  "clientContext": "d45324c1-fcb5-430a-902c-f20af696537c",
  "recordingLocation": "https://example.com/recordings/2"
}`

// Examples returns what the page offers, the first of it at the start.
func Examples() []Example {
	return []Example{
		{"A recording completes", running, `{
  "@odata.type": "#microsoft.graph.recordOperation",
  "status": "completed",
  "clientContext": null,
  "completionReason": "stopToneDetected",
  "resultInfo": {
    "code": 200,
    "subcode": 0,
    "message": "The recording is ready."
  }
}`, Accepted},
		{"A message is edited", `{
  "@odata.type": "#microsoft.graph.commsOperation",
  "id": "1",
  "status": "Failed",
  "clientContext": "billing/42",
  "resultInfo": {
    "code": 500,
    "subcode": 7507,
    "message": "Timed out"
  }
}`, `{
  "resultInfo": {
    "message": "The callee did not answer."
  }
}`, Accepted},
		{"Several things are wrong", running, `{
  "id": "another",
  "status": "Done",
  "clientContext": 7,
  "Status": "Completed",
  "resultInfo": {
    "code": 4.5,
    "message": "Nobody says which subcode"
  }
}`, Refused},
		{"What is final stays", `{
  "@odata.type": "#microsoft.graph.commsOperation",
  "id": "1",
  "status": "Completed",
  "clientContext": "d45324c1-fcb5-430a-902c-f20af696537c"
}`, `{
  "status": "Running"
}`, Refused},
		{"A null that no patch can restore", `{
  "@odata.type": "#microsoft.graph.commsOperation",
  "id": "1",
  "status": "NotStarted",
  "resultInfo": null
}`, `{
  "status": "Running",
  "resultInfo": {
    "code": 202,
    "subcode": 0
  }
}`, Accepted},
		{"Not JSON", running, `{
  "status": "completed",
  "clientContext": null,
}`, NotJSON},
	}
}
