// The wire has a Task as well, a training task.
global using Task = System.Threading.Tasks.Task;
