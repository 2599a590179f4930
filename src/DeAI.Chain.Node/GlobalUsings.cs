global using DeAI.Chain.Primitives;
global using Channel = DeAI.Chain.Replica.Channel;
