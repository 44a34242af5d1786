import * as fc from "fast-check";

// The same cases in every run, so that a failure belongs to the change at hand. Another number looks elsewhere.
fc.configureGlobal({ seed: 20_240_611 });
