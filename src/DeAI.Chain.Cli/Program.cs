Console.Error.WriteLine("deai: no commands yet");
return 2;
