"""Housing that probation finds for people: approved premises and temporary accommodation, from the application to moving on."""
