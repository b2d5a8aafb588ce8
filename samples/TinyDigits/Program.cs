System.Console.WriteLine("TinyDigits");
