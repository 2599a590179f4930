global using DeAI.Chain.Primitives;
