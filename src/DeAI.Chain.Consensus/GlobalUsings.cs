global using DeAI.Chain.Cryptography;
global using DeAI.Chain.Primitives;
global using DeAI.Chain.Primitives.Encoding;
global using DeAI.Chain.Primitives.Validators;
